using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>
/// Every pair of the seeds that mining must store, counted track by track: popularity above 10, together in 3 or more kept playlists, in
/// the top 100 of the seed by score, then count, then the other's id.
/// </summary>
internal sealed class TruePairs(SampleWorld world, Baskets baskets)
{
    public const int PopularityAbove = 10;
    public const int Support = 3;
    public const int PerTrack = 100;
    private readonly Dictionary<int, int> together = [];

    /// <summary>The pairs of all seeds, by A, then B.</summary>
    public TruePair[] All()
    {
        var stored = new HashSet<TruePair>();
        foreach (var seed in baskets.Seeds)
            stored.UnionWith(Of(seed).Select(entry => entry.Pair));
        return [.. stored.OrderBy(pair => pair.A).ThenBy(pair => pair.B)];
    }

    /// <summary>A seed's own top 100, best first.</summary>
    public IReadOnlyList<(TruePair Pair, TrackId Other)> Of(int seed)
    {
        if (world.PopularityOf(seed) <= PopularityAbove)
            return [];
        together.Clear();
        foreach (var basket in baskets.PlaylistsWith(seed))
            foreach (var other in baskets[basket])
                if (world.PopularityOf(other) > PopularityAbove)
                    together[other] = together.GetValueOrDefault(other) + 1;
        return [.. together.Where(entry => entry.Key != seed && entry.Value >= Support)
            .Select(entry => Pair(seed, entry.Key, entry.Value))
            .OrderByDescending(entry => entry.Pair.Score).ThenByDescending(entry => entry.Pair.Count).ThenBy(entry => entry.Other)
            .Take(PerTrack)];
    }

    private (TruePair Pair, TrackId Other) Pair(int seed, int other, int count)
    {
        var (id, otherId) = (world.IdOf(seed), world.IdOf(other));
        var (own, others) = (baskets.CountOf(seed), baskets.CountOf(other));
        return id < otherId
            ? (new(id, otherId, count, own, others, baskets.Count), otherId)
            : (new(otherId, id, count, others, own, baskets.Count), otherId);
    }
}
