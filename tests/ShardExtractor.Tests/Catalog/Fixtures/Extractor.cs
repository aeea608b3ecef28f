using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.ShardExtractor.Consumers;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>The catalogue's extraction on a data folder, as in one process.</summary>
internal sealed class Extractor : IDisposable
{
    private readonly SqliteExtractorStore store;
    private readonly CatalogExtraction extraction;
    private readonly NoMeters meters = new();

    public Extractor(string folder, RecordingBus bus, CrashPoint? crash = null, ShardExtractorOptions? settings = null, IFreeSpace? space = null)
    {
        settings ??= new();
        settings.DataFolder = folder;
        settings.RatioFloorBytes = 1 << 24;
        settings.ProgressInterval = TimeSpan.Zero;
        var options = Options.Create(settings);
        store = new SqliteExtractorStore(Path.Combine(folder, "extractor.sqlite"));
        var crashing = new CrashingStore<SqliteExtractorStore>(store, crash ?? CrashPoint.Never);
        var stages = new StageProgressFactory(TimeProvider.System, options, new Listener<CatalogProgress>(Progress.Add));
        var disk = new DiskGuard(options, space ?? new FixedSpace(long.MaxValue));
        var databases = new SqliteCatalogDatabases();
        var metrics = new ShardExtractorMetrics(meters);
        var files = new CatalogFolder(options, crashing, new(options, disk, stages));
        extraction = new(
            files,
            databases,
            new(CatalogContents.Tracks, CatalogPublishers.Tracks(bus), crashing, stages, metrics, TimeProvider.System),
            new(CatalogContents.Features, CatalogPublishers.Features(bus), crashing, stages, metrics, TimeProvider.System));
    }

    public List<CatalogProgress> Progress { get; } = [];

    public Task ExtractAsync(CatalogFile file, CancellationToken cancellationToken = default) => extraction.ExtractAsync(file, cancellationToken);

    public void Dispose()
    {
        store.Dispose();
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
