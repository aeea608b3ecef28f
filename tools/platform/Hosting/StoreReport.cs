using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>The contents of a data folder. Reading them does not disturb a running platform.</summary>
internal sealed record StoreReport(
    int ShardsExtracted,
    int ShardsLoaded,
    long AnalysisTracks,
    long AnalysisSections,
    long QuarantinedLines,
    IReadOnlyDictionary<MatchMethod, long> Matches,
    long TracksWithFeatures,
    long Vectors,
    long Pairs,
    IReadOnlyList<GroupLag> Groups,
    IReadOnlyList<RefusedRecord> Refused)
{
    private const int MaxRefused = 20;

    public static async Task<StoreReport> ReadAsync(IServiceProvider services, DataFolder data, CancellationToken cancellationToken)
    {
        var extracted = new FolderExtraction(data.Extract).Entries();
        var loaded = await services.GetRequiredService<IWarehouse>().ListShardsAsync(cancellationToken);
        // Opening the bus would create its file.
        var hasBus = File.Exists(data.Bus);
        return new StoreReport(
            extracted.Count(entry => entry.Status == ExtractionStatus.Complete),
            loaded.Count,
            loaded.Sum(shard => shard.Tracks),
            loaded.Sum(shard => shard.Sections),
            extracted.Sum(entry => entry.RefusedLines),
            await services.GetRequiredService<IXrefStore>().CountByMethodAsync(cancellationToken),
            await services.GetRequiredService<IFeatureStore>().CountFeaturesAsync(cancellationToken),
            await services.GetRequiredService<IVectorIndex>().CountAsync(cancellationToken),
            await services.GetRequiredService<IPairStore>().CountAsync(cancellationToken),
            hasBus ? await services.GetRequiredService<IEventBus>().ReadLagAsync(cancellationToken) : [],
            hasBus ? await services.GetRequiredService<IDeadLetters>().ReadLatestAsync(MaxRefused, cancellationToken) : []);
    }
}
