using System.Security.Cryptography;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Plans, publishes and counts the ranges of a run, and reads their pairs when all are counted.</summary>
internal sealed class RangeCoordinator(
    MiningFolder folder, RangeArtifacts artifacts, MiningRules rules, MiningResources resources, IRangePublisher publisher, MiningStatus status, CooccurrenceMinerMetrics metrics, TimeProvider time)
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
        var baskets = body.ToArray();
        var ranges = RangePlan.Split(file, run.Ranges).Select((range, number) => new PlannedRange(
            new RangeId(run.Id, number), range.Rows, baskets, rules.MinPairCount, rules.MaxPairsPerTrack, rules.BestBy, range.PairEvents));
        return publisher.PublishAsync([.. ranges], cancellationToken);
    }

    /// <summary>Counts a range and publishes the result.</summary>
    /// <exception cref="InvalidDataException">The range was planned for another basket file.</exception>
    public async Task CountAsync(BasketFile file, PlannedRange range, CancellationToken cancellationToken)
    {
        var ((run, number), rows) = (range.Id, range.Rows);
        ReadOnlySpan<byte> body = file.Header.BodySha256;
        if (!body.SequenceEqual(range.BasketsSha256.Span) || rows.End > file.Tracks)
            throw new InvalidDataException(
                $"Range {number} was planned for another basket file than {file.Path}. All workers need the same data folder and the same version.");
        var started = time.GetTimestamp();
        var path = folder.Range(run, rows);
        using var miner = new RangeMiner(file, range.MinPairCount, range.MaxPairsPerTrack, range.BestBy, resources.Threads);
        var (counts, sha256) = miner.Mine(rows, path, status.Begin(file.Tracks, rows.First), cancellationToken);
        metrics.Counted(time.GetElapsedTime(started));
        var artifact = await artifacts.PublishAsync(run, rows, path, sha256, cancellationToken).ConfigureAwait(false);
        await publisher.PublishAsync(range.Id, rows, new MinedRange(artifact, counts), cancellationToken).ConfigureAwait(false);
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
}
