using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Testing;
using SpotifyPlatform.Testing.Storage;
using SpotifyPlatform.WarehouseLoader.Consumers;
using SpotifyPlatform.WarehouseLoader.Loading;

namespace SpotifyPlatform.WarehouseLoader.Tests;

/// <summary>Artifact stores with extracted shards, and consumers that load them.</summary>
internal sealed class LoaderWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<CurrentTables> opened = [];

    public World World { get; } = new(seed: 20261121);

    /// <summary>Writes what the extractor hands to the consumers of <see cref="Artifacts"/>.</summary>
    public ShardWriter Shards => field ??= Writer("artifacts");

    public IMeterFactory Meters => services.GetRequiredService<IMeterFactory>();

    public List<string> Logged { get; } = [];

    public string Artifacts => PathOf("artifacts");

    public ShardWriter Writer(string store) => new(Store(store), Tables(store), World);

    public TableStore Tables(string store = "artifacts") => new(Store(store), Store(store), PathOf(store + "-scratch"), 1 << 20, 1, TimeProvider.System);

    public TableWarehouse Warehouse(string store = "artifacts")
    {
        opened.Add(new CurrentTables(Tables(store), TimeProvider.System, NullLoggerFactory.Instance));
        return new TableWarehouse(Tables(store), opened[^1], new Lazy<IGenerationAnnouncer>(new Announcer(opened[^1])));
    }

    public ShardConsumer Consumer(IWarehouse warehouse, string store = "artifacts")
    {
        var metrics = new WarehouseLoaderMetrics(Meters);
        return new ShardConsumer(new ShardLoader(warehouse, Store(store), metrics, TimeProvider.System, new ListLogger(Logged)), metrics);
    }

    public string PathOf(string name) => folder.File(name);

    /// <summary>The file of an artifact.</summary>
    public string PathOf(RowFile file) => Path.Combine([Artifacts, .. file.File.Key.Segments]);

    /// <summary>The event that the extractor publishes.</summary>
    public static ShardExtracted Event(ShardRows rows, long quarantined = 0) => new()
    {
        Shard = rows.Shard.Prefix,
        Tracks = File(rows.Tracks),
        Sections = File(rows.Sections),
        Generation = rows.Generation,
        Revision = rows.Revision,
        ExtractorVersion = rows.ExtractorVersion,
        QuarantinedLines = quarantined,
    };

    /// <summary>Hands one event to a consumer.</summary>
    public static async Task<Refusal?> HandleAsync(ShardConsumer consumer, ShardExtracted message) => Assert.Single(await consumer.HandleAsync([message], default));

    public void Dispose()
    {
        foreach (var tables in opened)
            tables.Dispose();
        services.Dispose();
        folder.Dispose();
    }

    private static OutputFile File(RowFile file) => new() { File = file.File.ToMessage(), Rows = file.Rows };

    private FolderArtifactStore Store(string name) => new(PathOf(name), null, TimeProvider.System);

    private sealed class Announcer(CurrentTables readers) : IGenerationAnnouncer
    {
        public Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken) => readers.RefreshAsync(table, cancellationToken);
    }

    private sealed class ListLogger(List<string> lines) : ILogger<ShardLoader>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
