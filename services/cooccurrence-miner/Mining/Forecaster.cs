using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Says what a run will take, from the basket file and from counting a small part of its rows.</summary>
internal sealed class Forecaster(MiningFolder folder, MiningRules rules, MiningResources resources, TimeProvider time)
{
    /// <summary>About half a second of one thread.</summary>
    private const long SampleEvents = 200_000_000;

    public MiningForecast Forecast(BasketFile file, string fileSha256, CancellationToken cancellationToken)
    {
        var events = RangePlan.Events(file);
        var ranges = RangePlan.Split(file, resources.RangesFor(file.Tracks, events, rules.MaxPairsPerTrack));
        return new MiningForecast(
            file.Playlists, file.Tracks, file.Header.Entries, events, file.Bytes, RangeMiner.BytesFor(file.Tracks, resources.Threads),
            Duration(file, fileSha256, events, cancellationToken), resources.Threads,
            [.. ranges.Select(range => new ForecastRange(range.Rows.First, range.Rows.End, range.Events))]);
    }

    /// <summary>Ids are in no order that says how popular a track is, so that rows that follow one another are a fair part of all.</summary>
    private TimeSpan Duration(BasketFile file, string fileSha256, long events, CancellationToken cancellationToken)
    {
        var parts = RangePlan.Split(file, (int)Math.Clamp(events / SampleEvents, 1, Math.Max(file.Tracks, 1)));
        if (parts.Count == 0)
            return TimeSpan.Zero;
        var (rows, sampled) = parts[parts.Count / 2];
        var path = folder.Sample(fileSha256);
        using var miner = new RangeMiner(file, rules.MinPairCount, rules.MaxPairsPerTrack, rules.BestBy, resources.Threads);
        var began = time.GetTimestamp();
        miner.Mine(rows, path, null, cancellationToken);
        File.Delete(path);
        return time.GetElapsedTime(began) * (events / (double)Math.Max(sampled, 1));
    }
}
