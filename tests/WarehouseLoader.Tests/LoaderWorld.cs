using System.Diagnostics.Metrics;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.Storage;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.WarehouseLoader.Consumers;
using SpotifyPlatform.WarehouseLoader.Loading;

namespace SpotifyPlatform.WarehouseLoader.Tests;

/// <summary>A folder with extracted shards, and consumers that load them into warehouses of their own.</summary>
internal sealed class LoaderWorld : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("warehouse-loader-");
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<IDisposable> opened = [];

    public LoaderWorld() => Shards = new ShardWriter(Rows, World);

    public World World { get; } = new(seed: 20261121);

    public ShardWriter Shards { get; }

    public string Rows => Path.Combine(folder.FullName, "rows");

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
        return new ShardConsumer(loader, Options.Create(new WarehouseLoaderOptions { RowsFolder = Rows }), metrics);
    }

    public string Digest(string name) => LogicalDigest.Of(PathOf(name)).Sha256;

    public string PathOf(string name) => Path.Combine(folder.FullName, name + ".sqlite");

    /// <summary>The event that the extractor publishes for files; paths relative to its output folder.</summary>
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
        folder.Delete(recursive: true);
    }

    private OutputFile File(RowFile file) => new()
    {
        Path = Path.GetRelativePath(Rows, file.Path),
        Rows = file.Rows,
        Sha256 = ByteString.CopyFrom(Convert.FromHexString(file.Sha256)),
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
