using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Forecasts the cost of mining the current baskets, from the basket file and from counting a sample of its rows.</summary>
public sealed class Forecaster
{
    /// <summary>About half a second on one thread.</summary>
    private const long SamplePairEvents = 200_000_000;

    private readonly TableStore store;
    private readonly BasketFiles files;
    private readonly MiningRules rules;
    private readonly MiningResources resources;
    private readonly TimeProvider time;

    internal Forecaster(TableStore store, BasketFiles files, MiningRules rules, MiningResources resources, TimeProvider time) =>
        (this.store, this.files, this.rules, this.resources, this.time) = (store, files, rules, resources, time);

    /// <returns>Null while there are no baskets.</returns>
    public async Task<MiningForecast?> ForecastAsync(CancellationToken cancellationToken)
    {
        if (await store.FindCurrentAsync(BasketTable.Name, cancellationToken).ConfigureAwait(false) is not { } pointer
            || await store.FindAsync(BasketTable.Name, pointer.Id, cancellationToken).ConfigureAwait(false) is not { } baskets)
            return null;
        var file = await files.OpenAsync(pointer.ContentSha256, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Forecast(file, resources.RangesFor(baskets, rules), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private MiningForecast Forecast(BasketFile file, int ranges, CancellationToken cancellationToken)
    {
        var pairEvents = RangePlan.PairEvents(file);
        return new MiningForecast(
            file.Playlists, file.Tracks, file.Header.Entries, pairEvents, file.Bytes, RangeMiner.BytesFor(file.Tracks, resources.Threads),
            Duration(file, pairEvents, cancellationToken), resources.Threads,
            [.. RangePlan.Split(file, ranges).Select(range => new ForecastRange(range.Rows.First, range.Rows.End, range.PairEvents))]);
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
