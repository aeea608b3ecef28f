using Microsoft.Data.Sqlite;
using SpotifyPlatform.Lake;
using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.Lake.Warehouse;
using SpotifyPlatform.Music;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Enrichment;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

/// <summary>The jobs on a fake Web API, a simulated clock and a temporary folder. Restart() is a new process on the same folder.</summary>
internal sealed class SpotifyWorld : IDisposable
{
    public const string Account = "me";
    public static readonly DateTimeOffset Start = new(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A time that no wait takes: the clock tells the timers of requests by it.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMilliseconds(29_987);

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string?> settings;
    private ServiceProvider services;

    public SpotifyWorld(Dictionary<string, string?>? settings = null, string? image = null, FakeLibrary? library = null)
    {
        this.settings = settings ?? [];
        Clock = new SimulatedClock(Start, RequestTimeout);
        Library = library ?? new FakeLibrary();
        Api = new FakeSpotify(Clock, Library);
        Credentials(("SPOTIFY_CLIENT_ID", "invented-client-id"), ("SPOTIFY_CLIENT_SECRET", FakeSpotify.ClientSecret), ("SPOTIFY_REFRESH_TOKEN", $"{FakeSpotify.RefreshToken}-0"));
        if (image is not null)
            foreach (var file in Directory.EnumerateFiles(image))
                File.Copy(file, Path.Combine(DataFolder, Path.GetFileName(file)));
        services = Build();
    }

    public SimulatedClock Clock { get; }

    public FakeLibrary Library { get; }

    public FakeSpotify Api { get; }

    public CapturedLogs Logs { get; } = new();

    public FakeFeatures Features { get; } = new();

    /// <summary>What the account heard, of which the hub is made.</summary>
    public List<ArtistListening> Heard { get; } = [];

    public string Folder => folder.Path;

    public string DataFolder => Directory.CreateDirectory(folder.File("data")).FullName;

    public string Output => folder.File("output");

    public string Database => Path.Combine(DataFolder, "spotify-api.sqlite");

    public PlayHistoryJob Plays => Get<PlayHistoryJob>();

    public PlaylistJob Playlists => Get<PlaylistJob>();

    public ProfileJob Profile => Get<ProfileJob>();

    public ArtistEnrichment Artists => Get<ArtistEnrichment>();

    public RequestedEnrichment Requested => Get<RequestedEnrichment>();

    public IEnrichmentStore Enrichment => Get<IEnrichmentStore>();

    public QuotaState Quota => Get<IQuotaStore>().Read(Get<QuotaRules>(), Clock.GetUtcNow());

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public void Restart()
    {
        services.Dispose();
        services = Build();
    }

    /// <summary>A new process on what a killed one left: whatever was written after the image is gone.</summary>
    public void Restart(string image)
    {
        services.Dispose();
        Directory.Delete(DataFolder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(image))
            File.Copy(file, Path.Combine(DataFolder, Path.GetFileName(file)));
        services = Build();
    }

    public void Credentials(params (string Name, string Value)[] variables) =>
        File.WriteAllLines(folder.File(".env"), variables.Select(variable => $"{variable.Name}={variable.Value}"));

    /// <summary>Artists that the jobs found, as the hub would name them.</summary>
    /// <param name="where">Which of them.</param>
    public FetchRequest Found(string where = "enriched_at IS NULL", bool force = false) => new(
        [.. Rows($"SELECT artist_id, name FROM artists WHERE {where} ORDER BY artist_id").Select(row => row.Split('|')).Select(row => new ArtistToEnrich(row[0], row[1]))],
        EnrichmentMode.Backfill, force);

    public Task<ArtistEnrichmentResult> BackfillAsync() => Artists.RunAsync(Found(), Output, progress: null, CancellationToken.None);

    /// <summary>Rows of lake and hub as texts, columns joined by |.</summary>
    public async Task<IReadOnlyList<string>> LakeAsync(string sql) =>
        [.. (await Get<ISqlWarehouse>().QueryAsync(sql, new Dictionary<string, object>(), CancellationToken.None)).Select(row => string.Join('|', row.Values))];

    public Task<JobResult> PollAsync() => Plays.RunAsync(Account, CancellationToken.None);

    /// <summary>Rows as texts, columns joined by |.</summary>
    public List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : $"{reader.GetValue(column)}")));
        return rows;
    }

    /// <summary>The files of the data folder as they stand, as a killed process leaves them.</summary>
    public string Image()
    {
        var image = Directory.CreateDirectory(folder.File($"image-{Guid.NewGuid():N}")).FullName;
        foreach (var file in Directory.EnumerateFiles(DataFolder).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var target = File.Create(Path.Combine(image, Path.GetFileName(file)));
            source.CopyTo(target);
        }

        return image;
    }

    /// <summary>Whether a file, also one that is open, has a text in its bytes.</summary>
    public static bool Contains(string file, string text)
    {
        using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var whole = new MemoryStream();
        source.CopyTo(whole);
        return whole.GetBuffer().AsSpan(0, (int)whole.Length).IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    }

    public void Dispose()
    {
        services.Dispose();
        Api.Dispose();
        folder.Dispose();
    }

    private ServiceProvider Build()
    {
        // Nothing but what the test says: no environment, and no watched files.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings.Select(setting => KeyValuePair.Create($"SpotifyApiEnricher:{setting.Key}", setting.Value)))
        {
            ["SpotifyApiEnricher:DataFolder"] = DataFolder,
            ["Lake:DataFolder"] = folder.File("lake"),
            ["SpotifyApiEnricher:RequestTimeout"] = RequestTimeout.ToString(),
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(new SpotifyCredentials(folder.Path));
        builder.Services.AddSingleton<IFeatureStore>(Features);
        builder.Services.AddSingleton<IArtistListeningSource>(new Listening(Heard));
        builder.AddSpotifyJobs();
        builder.AddLake();
        foreach (var client in new[] { SpotifyApi.ClientName, TokenEndpoint.ClientName })
            builder.Services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(_ => new Shared(Api));
        return builder.Services.BuildServiceProvider();
    }

    private sealed class Listening(List<ArtistListening> artists) : IArtistListeningSource
    {
        public IAsyncEnumerable<ArtistListening> ReadAsync(CancellationToken cancellationToken) => artists.ToAsyncEnumerable();
    }

    /// <summary>Handlers are disposed with their client; the fake lives on.</summary>
    private sealed class Shared(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker invoker = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);
    }
}

/// <summary>Features of the platform's own tables.</summary>
internal sealed class FakeFeatures : IFeatureStore
{
    public HashSet<string> Known { get; } = [];

    public bool IsBuilt { get; set; } = true;

    public int Asked { get; private set; }

    public Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        if (!IsBuilt)
            throw new TableNotBuiltException("features");
        Asked += ids.Count;
        return Task.FromResult<IReadOnlyList<TrackProfile>>([.. ids.Where(id => Known.Contains(id.ToString())).Select(id => new TrackProfile(id, AudioFeatures.None with { Tempo = 120 }, null, null))]);
    }
}

/// <summary>Every message that was logged, with its exception.</summary>
internal sealed class CapturedLogs : ILoggerProvider, ILogger
{
    private readonly List<string> messages = [];

    public string Text
    {
        get
        {
            lock (messages)
                return string.Join('\n', messages);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (messages)
            messages.Add($"{logLevel} {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
