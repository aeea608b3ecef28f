using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing;
using SpotifyPlatform.Testing.Storage;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.WarehouseLoader.Consumers;
using SpotifyPlatform.WarehouseLoader.Loading;

namespace SpotifyPlatform.WarehouseLoader.Tests;

/// <summary>A folder with extracted shards, and consumers that load them into warehouses of their own.</summary>
internal sealed class LoaderWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<IDisposable> opened = [];

    public LoaderWorld() => Shards = new ShardWriter(Rows, World);

    public World World { get; } = new(seed: 20261121);

    public ShardWriter Shards { get; }

    public string Rows => folder.File("rows");

    public IMeterFactory Meters => services.GetRequiredService<IMeterFactory>();

    public List<string> Logged { get; } = [];

    public SqliteWarehouse Warehouse(string name = "warehouse")
    {
        var warehouse = new SqliteWarehouse(PathOf(name), TimeProvider.System);
        opened.Add(warehouse);
        return warehouse;
    }

    public ShardConsumer Consumer(IWarehouse warehouse)
    {
        var metrics = new WarehouseLoaderMetrics(Meters);
        var loader = new ShardLoader(warehouse, metrics, TimeProvider.System, new ListLogger(Logged));
        return new ShardConsumer(loader, new FolderArtifactStore(PathOf("artifacts"), Rows, TimeProvider.System), metrics);
    }

    public string Digest(string name) => LogicalDigest.Of(PathOf(name)).Sha256;

    public string PathOf(string name) => folder.File(name + ".sqlite");

    /// <summary>The event that the extractor publishes; here the files are in the input folder.</summary>
    public ShardExtracted Event(ShardFiles files, long quarantined = 0) => new()
    {
        Shard = files.Shard.Prefix,
        Tracks = File(files.Tracks),
        Sections = File(files.Sections),
        QuarantinedLines = quarantined,
    };

    public void Dispose()
    {
        foreach (var store in opened)
            store.Dispose();
        services.Dispose();
        folder.Dispose();
    }

    private OutputFile File(RowFile file) => new()
    {
        File = new ArtifactReference(
            ArtifactKey.Parse(InputKeys.Prefix + Path.GetRelativePath(Rows, file.Path).Replace('\\', '/')), new FileInfo(file.Path).Length, file.Sha256).ToMessage(),
        Rows = file.Rows,
    };

    private sealed class ListLogger(List<string> lines) : ILogger<ShardLoader>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
