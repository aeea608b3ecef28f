using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Forecasts the cost of a run from the basket file and from counting a sample of its rows.</summary>
internal sealed class Forecaster(MiningRules rules, MiningResources resources, TimeProvider time)
{
    /// <summary>About half a second on one thread.</summary>
    private const long SamplePairEvents = 200_000_000;

    public MiningForecast Forecast(BasketFile file, CancellationToken cancellationToken)
    {
        var pairEvents = RangePlan.PairEvents(file);
        var ranges = RangePlan.Split(file, resources.RangesFor(file.Tracks, pairEvents, rules.MaxPairsPerTrack));
        return new MiningForecast(
            file.Playlists, file.Tracks, file.Header.Entries, pairEvents, file.Bytes, RangeMiner.BytesFor(file.Tracks, resources.Threads),
            Duration(file, pairEvents, cancellationToken), resources.Threads,
            [.. ranges.Select(range => new ForecastRange(range.Rows.First, range.Rows.End, range.PairEvents))]);
    }

    /// <summary>Id order is unrelated to popularity, so consecutive rows are a representative sample.</summary>
    private TimeSpan Duration(BasketFile file, long pairEvents, CancellationToken cancellationToken)
    {
        var parts = RangePlan.Split(file, (int)Math.Clamp(pairEvents / SamplePairEvents, 1, Math.Max(file.Tracks, 1)));
        if (parts.Count == 0)
            return TimeSpan.Zero;
        var (rows, sampled) = parts[parts.Count / 2];
        using var miner = new RangeMiner(file, rules.MinPairCount, rules.MaxPairsPerTrack, rules.BestBy, resources.Threads);
        var started = time.GetTimestamp();
        miner.Mine(rows, (_, _) => { }, null, cancellationToken);
        return time.GetElapsedTime(started) * (pairEvents / (double)Math.Max(sampled, 1));
    }
}
