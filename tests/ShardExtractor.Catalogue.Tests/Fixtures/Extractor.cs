using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.ShardExtractor.Catalogue.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalogue.Tests;

/// <summary>The catalogue's extraction on a data folder, as one process would hold it.</summary>
internal sealed class Extractor : IDisposable
{
    private readonly SqliteDatabase database;
    private readonly CatalogueExtraction extraction;
    private readonly NoMeters meters = new();

    public Extractor(string folder, RecordingBus bus, Steps? steps = null, ShardExtractorOptions? options = null, IFreeSpace? space = null)
    {
        options ??= new();
        database = SqliteExtractorStore.OpenDatabase(Path.Combine(folder, "extractor.sqlite"));
        var store = new MortalStore<SqliteExtractorStore>(new(database), steps ?? new());
        var files = Path.Combine(folder, "catalogue");
        var stages = new StageProgressFactory(TimeProvider.System, TimeSpan.Zero, new Listener<CatalogueProgress>(Progress.Add));
        var disk = new DiskGuard(folder, options.DiskReserveBytes, space ?? new FixedSpace(long.MaxValue));
        var databases = new SqliteCatalogueDatabases();
        var metrics = new ShardExtractorMetrics(meters);
        Folder = new(files, store, new(disk, options.MaxCatalogueRatio, stages) { AlwaysAllowed = 1 << 24 });
        extraction = new(
            Folder,
            new(files, databases, disk, stages),
            databases,
            store,
            new(CatalogueContents.Tracks, bus, store, stages, metrics, TimeProvider.System),
            new(CatalogueContents.Features, bus, store, stages, metrics, TimeProvider.System),
            new(CatalogueContents.Playlists, bus, store, stages, metrics, TimeProvider.System),
            options,
            NullLogger<CatalogueExtraction>.Instance);
    }

    public CatalogueFolder Folder { get; }

    public List<CatalogueProgress> Progress { get; } = [];

    public Task ExtractAsync(CatalogueFile file, CancellationToken cancellationToken = default) => extraction.ExtractAsync(file, cancellationToken);

    public void Dispose()
    {
        extraction.Dispose();
        database.Dispose();
        meters.Dispose();
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, reports on the caller's thread.</summary>
    private sealed class Listener<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value)
        {
            lock (report)
                report(value);
        }
    }

    private sealed class NoMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}

internal sealed class FixedSpace(long bytes) : IFreeSpace
{
    public long AvailableBytes(string folder) => bytes;
}
