using System.Security.Cryptography;
using Google.Protobuf;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using PairMeasure = SpotifyPlatform.CooccurrenceMiner.Rules.PairMeasure;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Plans, publishes and counts the ranges of a run, and reads their pairs when all are counted.</summary>
internal sealed class RangeCoordinator(
    MiningFolder folder, RangeArtifacts artifacts, MiningRules rules, MiningResources resources, IEventPublisher publisher, MiningStatus status, CooccurrenceMinerMetrics metrics, TimeProvider time)
{
    private const int RunBytes = 32;

    /// <summary>Plans a new run under a random id: ranges of earlier runs that are still on the bus are ignored.</summary>
    public PlannedRun Plan(BasketFile file, string fileSha256)
    {
        var wanted = resources.RangesFor(file.Tracks, RangePlan.PairEvents(file), rules.MaxPairsPerTrack);
        return new PlannedRun(RandomNumberGenerator.GetHexString(2 * RunBytes, lowercase: true), fileSha256, rules.Text, RangePlan.Split(file, wanted).Count);
    }

    /// <summary>Publishes the ranges of a run.</summary>
    public Task PublishAsync(BasketFile file, PlannedRun run, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> body = file.Header.BodySha256;
        var (name, baskets) = (ByteString.CopyFrom(Convert.FromHexString(run.Id)), ByteString.CopyFrom(body));
        var ranges = RangePlan.Split(file, run.Ranges).Select((range, number) => new MiningRangePlanned
        {
            Range = new() { Run = name, Number = number, FirstRow = range.Rows.First, EndRow = range.Rows.End },
            BasketsSha256 = baskets,
            MinPairCount = rules.MinPairCount,
            MaxPairsPerTrack = rules.MaxPairsPerTrack,
            EstimatedPairEvents = range.PairEvents,
            BestBy = (Contracts.Mining.V1.PairMeasure)(rules.BestBy + 1),
        });
        return publisher.PublishAsync(
            Topics.MiningRangePlanned,
            [.. ranges.Select(range => new OutgoingEvent<MiningRangePlanned>(Id(range.Range), range))],
            cancellationToken);
    }

    /// <summary>Counts a range and publishes the result.</summary>
    /// <exception cref="InvalidDataException">The range was planned for another basket file.</exception>
    public async Task CountAsync(BasketFile file, MiningRangePlanned message, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> body = file.Header.BodySha256;
        if (!body.SequenceEqual(message.BasketsSha256.Span) || message.Range.EndRow > file.Tracks)
            throw new InvalidDataException(
                $"Range {message.Range.Number} was planned for another basket file than {file.Path}. All workers need the same data folder and the same version.");
        var started = time.GetTimestamp();
        var rows = new RowRange(message.Range.FirstRow, message.Range.EndRow);
        var run = Convert.ToHexStringLower(message.Range.Run.Span);
        var path = folder.Range(run, rows);
        using var miner = new RangeMiner(file, message.MinPairCount, message.MaxPairsPerTrack, (PairMeasure)(message.BestBy - 1), resources.Threads);
        var (counts, sha256) = miner.Mine(rows, path, status.Begin(file.Tracks, rows.First), cancellationToken);
        metrics.Counted(time.GetElapsedTime(started));
        var artifact = await artifacts.PublishAsync(run, rows, path, sha256, cancellationToken).ConfigureAwait(false);
        var mined = new MiningRangeMined
        {
            Range = message.Range,
            File = artifact.ToMessage(),
            Neighbours = counts.Neighbours,
            Pairs = counts.Pairs,
            TotalCount = counts.TotalCount,
            Checksum = counts.Checksum,
        };
        await publisher.PublishAsync(
            Topics.MiningRangeMined, [new OutgoingEvent<MiningRangeMined>(Id(message.Range), mined)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The verified file of a mined range; null if it is missing or corrupt.</summary>
    public Task<LocalArtifact?> OpenAsync(MinedRange range, CancellationToken cancellationToken) => artifacts.OpenAsync(range, cancellationToken);

    /// <param name="mined">All ranges, in order.</param>
    public IEnumerable<TrackPair> Pairs(BasketFile file, IReadOnlyList<LocalArtifact> mined) =>
        new MinedPairs(file, [.. mined.Select(range => range.Path)], resources.MemoryBytes / 4);

    /// <summary>Deletes the files of a finished run, except for its basket file.</summary>
    public void Clear(string fileSha256) => folder.Clear(folder.Baskets(fileSha256, rules), run: null);

    /// <summary>Removes the range files of a run that is over, or that another takes the place of.</summary>
    public Task RemoveAsync(PlannedRun run, CancellationToken cancellationToken) => artifacts.ClearAsync(run.Id, cancellationToken);

    private static string Id(MiningRange range) => $"{Convert.ToHexStringLower(range.Run.Span)}/{range.Number}";
}
