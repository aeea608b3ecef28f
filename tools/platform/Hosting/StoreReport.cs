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
    IReadOnlyList<GroupReport> Groups,
    IReadOnlyList<RefusedRecord> Refused)
{
    private const int MaxRefused = 20;

    public static async Task<StoreReport> ReadAsync(IServiceProvider services, DataFolder data, CancellationToken cancellationToken)
    {
        var extracted = new FolderExtraction(data.Extract).Entries();
        var loaded = await services.GetRequiredService<IWarehouse>().ListShardsAsync(cancellationToken);
        // Opening the bus would create its file.
        var hasBus = File.Exists(data.Bus);
        var letters = hasBus ? await services.GetRequiredService<IDeadLetters>().ListAsync(cancellationToken) : [];
        var refusedBy = letters.CountBy(letter => (letter.Source.Topic, letter.Group)).ToDictionary();
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
            hasBus
                ? [.. (await services.GetRequiredService<IEventBus>().ReadLagAsync(cancellationToken)).Select(group => new GroupReport(
                    group.Topic, group.Group, group.Pending, group.End, refusedBy.GetValueOrDefault((group.Topic, group.Group))))]
                : [],
            [.. letters.Take(MaxRefused).Select(letter => new RefusedRecord(letter.Source.Topic, letter.Group, letter.Key, letter.Id, letter.Refusal))]);
    }
}

/// <summary>How far a group is on a topic.</summary>
/// <param name="Pending">Events that the group has not handled.</param>
/// <param name="Total">Events ever published to the topic.</param>
/// <param name="DeadLetters">Records that the group refused and that are not mended.</param>
internal sealed record GroupReport(string Topic, string Group, long Pending, long Total, long DeadLetters);

/// <summary>A record that a group refused and that is not mended.</summary>
internal sealed record RefusedRecord(string Topic, string Group, string Key, string Id, Refusal Refusal);
