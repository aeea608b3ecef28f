using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>A run and the events that tell workers of its ranges.</summary>
internal sealed record MiningPlan(PlannedRun Run, IReadOnlyList<MiningRangePlanned> Ranges);

/// <summary>The ranges of a run: planned, published, counted, and read when all are there.</summary>
internal sealed class RangeWork(
    MiningFolder folder, MiningRules rules, MiningResources resources, IEventBus bus, MiningStatus status, CooccurrenceMinerMetrics metrics, TimeProvider time)
{
    /// <summary>The same file, rules and number of ranges make the same plan.</summary>
    public MiningPlan Plan(BasketFile file, string fileSha256)
    {
        var wanted = resources.RangesFor(file.Tracks, RangePlan.Events(file), rules.MaxPairsPerTrack);
        var split = RangePlan.Split(file, wanted);
        ReadOnlySpan<byte> body = file.Header.BodySha256;
        var run = SHA256.HashData([.. body, .. Encoding.UTF8.GetBytes($"{rules.Text}, {split.Count} ranges")]);
        var baskets = ByteString.CopyFrom(body);
        return new MiningPlan(
            new PlannedRun(Convert.ToHexStringLower(run), fileSha256, rules.Text, split.Count),
            [.. split.Select((range, number) => new MiningRangePlanned
            {
                Range = new() { Run = ByteString.CopyFrom(run), Number = number, FirstRow = range.Rows.First, EndRow = range.Rows.End },
                BasketsPath = file.Path,
                BasketsSha256 = baskets,
                MinPairCount = rules.MinPairCount,
                MaxPairsPerTrack = rules.MaxPairsPerTrack,
                EstimatedEvents = range.Events,
            })]);
    }

    public Task PublishAsync(MiningPlan plan, CancellationToken cancellationToken) => bus.PublishAsync(
        Topics.MiningRangePlanned,
        [.. plan.Ranges.Select(range => new OutgoingEvent<MiningRangePlanned>(Key(range.Range), Key(range.Range), range))],
        cancellationToken);

    /// <summary>Counts a range and tells of it.</summary>
    public Task CountAsync(BasketFile file, MiningRangePlanned message, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var rows = new RowRange(message.Range.FirstRow, message.Range.EndRow);
        var path = folder.Range(Convert.ToHexStringLower(message.Range.Run.Span), rows);
        using var miner = new RangeMiner(file, message.MinPairCount, message.MaxPairsPerTrack, resources.Threads);
        var (counts, sha256) = miner.Mine(rows, path, status.Begin(file.Tracks, rows.First), cancellationToken);
        metrics.Counted(time.GetElapsedTime(began));
        var mined = new MiningRangeMined
        {
            Range = message.Range,
            Path = path,
            Sha256 = ByteString.CopyFrom(sha256),
            Neighbours = counts.Neighbours,
            Pairs = counts.Pairs,
            Meetings = counts.Meetings,
            Checksum = counts.Checksum,
        };
        return bus.PublishAsync(
            Topics.MiningRangeMined, [new OutgoingEvent<MiningRangeMined>(Key(message.Range), Key(message.Range), mined)], cancellationToken);
    }

    /// <param name="mined">Every range, in their order.</param>
    public IEnumerable<TrackPair> Pairs(BasketFile file, IReadOnlyList<MinedRange> mined) =>
        new MinedPairs(file, [.. mined.Select(range => range.Path)], resources.MemoryBytes / 4);

    /// <summary>Removes what the run that has ended needs no more: all but its basket file.</summary>
    public void Clear(string fileSha256) => folder.Clear(folder.Baskets(fileSha256, rules), run: null);

    private static string Key(MiningRange range) => $"{Convert.ToHexStringLower(range.Run.Span)}/{range.Number}";
}
