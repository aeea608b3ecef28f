using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Lake.Ingest;
using SpotifyPlatform.Lake.Models;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Tests.Support;

/// <summary>Lake and hub on one engine, with a landing folder, in a temporary folder.</summary>
internal sealed class LakeWorld : IDisposable
{
    public const string Selection = "lake_spotify__stg_artist_enrichment+";

    private readonly TemporaryFolder folder;

    private LakeWorld(TemporaryFolder folder, ISqlWarehouse warehouse, LakeTarget target)
    {
        (this.folder, Warehouse, Target) = (folder, warehouse, target);
        Options = new LakeOptions { DataFolder = folder.Path };
        Store = new FolderArtifactStore(Options.FolderOf(target.Environment), inputFolder: null, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2025, 11, 9, 6, 0, 0, TimeSpan.Zero));

    public LakeMetrics Metrics { get; } = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());

    public ISqlWarehouse Warehouse { get; }

    public LakeTarget Target { get; }

    public LakeOptions Options { get; }

    public IArtifactStore Store { get; }

    public static async Task<LakeWorld> CreateAsync(IWarehouseServer server)
    {
        server.SkipIfAbsent();
        var folder = new TemporaryFolder();
        var (warehouse, target) = await server.OpenAsync(folder.Path);
        return new LakeWorld(folder, warehouse, target);
    }

    public FileIngestion Ingestion(ISqlWarehouse? warehouse = null) =>
        new(warehouse ?? Warehouse, Microsoft.Extensions.Options.Options.Create(Options), Metrics, Clock, NullLoggerFactory.Instance);

    public Task<IngestReport> IngestAsync(string? config = null, bool dryRun = false) =>
        Ingestion().RunAsync(new IngestRequest(Target, config, DryRun: dryRun), progress: null, CancellationToken.None);

    public Task<IReadOnlyList<ModelRun>> RunModelsAsync(bool fullRefresh = false) =>
        new ModelRunner(Warehouse, Metrics).RunAsync(Selection, Target, fullRefresh, progress: null, CancellationToken.None);

    /// <summary>Puts a file into the landing folder.</summary>
    public async Task LandAsync(string name, params string[] lines) =>
        Assert.True(await Store.CreateAsync(ArtifactKey.Parse($"spotify/landing/{name}"), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n')), CancellationToken.None));

    /// <summary>Lands and ingests artists, and makes the models.</summary>
    public async Task LoadAsync(IEnumerable<ArtistRow> artists, IEnumerable<ListeningRow> listening)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Clock.GetUtcNow():yyyyMMddTHHmmssfff}");
        await LandAsync($"{name}_artist_enrichment.jsonl", [.. artists.Select(artist => artist.ToString())]);
        await LandAsync($"{name}_artist_listening.jsonl", [.. listening.Select(artist => artist.ToString())]);
        Assert.Empty((await IngestAsync()).Refused);
        await RunModelsAsync();
    }

    /// <summary>The names of the files below <c>spotify/</c>.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(string below)
    {
        var names = new List<string>();
        await foreach (var file in Store.ListAsync($"spotify/{below}/", CancellationToken.None))
            names.Add(file.Key.Segments[^1]);
        return names;
    }

    /// <summary>Rows of a query as texts, with values of every engine written alike.</summary>
    /// <param name="sql">With <c>{TABLE}</c> for tables.</param>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        var named = System.Text.RegularExpressions.Regex.Replace(sql, @"\{(\w+)\}", match => Target.Table(match.Groups[1].Value).ToString());
        return RowText.Of(await Warehouse.QueryAsync(named, new Dictionary<string, object>(), CancellationToken.None));
    }

    public string File(string name) => folder.File(name);

    public void Dispose()
    {
        (Warehouse as IDisposable)?.Dispose();
        folder.Dispose();
    }
}

/// <summary>Rows of queries as texts.</summary>
internal static class RowText
{
    public static IReadOnlyList<string> Of(IReadOnlyList<SqlRow> rows) => [.. rows.Select(row => string.Join(" | ", row.Values.Select(Text)))];

    private static string Text(object? value) => value switch
    {
        null => "null",
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>A line of a file of fetched artists.</summary>
internal sealed record ArtistRow(string Id, string Name, DateTimeOffset EnrichedAt)
{
    public IReadOnlyList<string>? Genres { get; init; } = [];

    public int? Popularity { get; init; }

    public long? Followers { get; init; }

    public IReadOnlyList<int?> ImageWidths { get; init; } = [];

    /// <summary>An id of 22 characters.</summary>
    public static string IdOf(int number) => number.ToString("D22", CultureInfo.InvariantCulture);

    public override string ToString() => JsonSerializer.Serialize(new
    {
        artistId = Id,
        artistName = Name,
        genres = Genres,
        popularity = Popularity,
        followerCount = Followers,
        images = ImageWidths.Select(width => new { url = $"https://i.example/{Id}/{width}", height = width, width }),
        externalUrls = new { spotify = $"https://open.spotify.com/artist/{Id}" },
        enrichedAt = EnrichedAt,
    });
}

/// <summary>A line of a snapshot of the listening history.</summary>
internal sealed record ListeningRow(string Name, string? Id, long Plays, DateTimeOffset SnapshotAt)
{
    public override string ToString() => JsonSerializer.Serialize(new
    {
        artistName = Name,
        artistId = Id,
        playCount = Plays,
        trackCount = 1,
        msPlayed = Plays * 200_000,
        firstPlayedAt = SnapshotAt.AddDays(-30),
        lastPlayedAt = SnapshotAt.AddDays(-1),
        snapshotAt = SnapshotAt,
    });
}
