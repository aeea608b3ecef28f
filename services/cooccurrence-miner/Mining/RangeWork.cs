using System.Security.Cryptography;
using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>The ranges of a run: planned, published, counted, and read when all are there.</summary>
internal sealed class RangeWork(
    MiningFolder folder, MiningRules rules, MiningResources resources, IEventPublisher publisher, MiningStatus status, CooccurrenceMinerMetrics metrics, TimeProvider time)
{
    private const int RunBytes = 32;

    /// <summary>A run that nobody has begun: its name is new, because a bus takes an event of one name once.</summary>
    public PlannedRun Plan(BasketFile file, string fileSha256)
    {
        var wanted = resources.RangesFor(file.Tracks, RangePlan.Events(file), rules.MaxPairsPerTrack);
        return new PlannedRun(RandomNumberGenerator.GetHexString(2 * RunBytes, lowercase: true), fileSha256, rules.Text, RangePlan.Split(file, wanted).Count);
    }

    /// <summary>Puts the ranges of a run on the bus; those that are there stay as they are.</summary>
    public Task PublishAsync(BasketFile file, PlannedRun run, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> body = file.Header.BodySha256;
        var (name, baskets) = (ByteString.CopyFrom(Convert.FromHexString(run.Id)), ByteString.CopyFrom(body));
        var ranges = RangePlan.Split(file, run.Ranges).Select((range, number) => new MiningRangePlanned
        {
            Range = new() { Run = name, Number = number, FirstRow = range.Rows.First, EndRow = range.Rows.End },
            BasketsPath = file.Path,
            BasketsSha256 = baskets,
            MinPairCount = rules.MinPairCount,
            MaxPairsPerTrack = rules.MaxPairsPerTrack,
            EstimatedEvents = range.Events,
            BestBy = (Contracts.Mining.V1.PairMeasure)(rules.BestBy + 1),
        });
        return publisher.PublishAsync(
            Topics.MiningRangePlanned,
            [.. ranges.Select(range => new OutgoingEvent<MiningRangePlanned>(Id(range.Range), range))],
            cancellationToken);
    }

    /// <summary>Counts a range and tells of it.</summary>
    /// <exception cref="InvalidDataException">The range was planned on another basket file.</exception>
    public Task CountAsync(BasketFile file, MiningRangePlanned message, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> body = file.Header.BodySha256;
        if (!body.SequenceEqual(message.BasketsSha256.Span) || message.Range.EndRow > file.Tracks)
            throw new InvalidDataException(
                $"Range {message.Range.Number} was planned on another basket file than {file.Path}. All workers need the same data folder and the same version.");
        var began = time.GetTimestamp();
        var rows = new RowRange(message.Range.FirstRow, message.Range.EndRow);
        var path = folder.Range(Convert.ToHexStringLower(message.Range.Run.Span), rows);
        using var miner = new RangeMiner(file, message.MinPairCount, message.MaxPairsPerTrack, (PairMeasure)(message.BestBy - 1), resources.Threads);
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
        return publisher.PublishAsync(
            Topics.MiningRangeMined, [new OutgoingEvent<MiningRangeMined>(Id(message.Range), mined)], cancellationToken);
    }

    /// <param name="mined">Every range, in their order.</param>
    public IEnumerable<TrackPair> Pairs(BasketFile file, IReadOnlyList<MinedRange> mined) =>
        new MinedPairs(file, [.. mined.Select(range => range.Path)], resources.MemoryBytes / 4);

    /// <summary>Removes what the run that has ended needs no more: all but its basket file.</summary>
    public void Clear(string fileSha256) => folder.Clear(folder.Baskets(fileSha256, rules), run: null);

    private static string Id(MiningRange range) => $"{Convert.ToHexStringLower(range.Run.Span)}/{range.Number}";
}
