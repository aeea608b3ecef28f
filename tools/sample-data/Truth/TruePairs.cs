using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>
/// Every pair that mining must store, counted track by track: popularity above 10, together in 3 or more kept playlists, in the
/// top 100 of either track by score, then count, then the other's id.
/// </summary>
internal sealed class TruePairs(SampleWorld world, Baskets baskets)
{
    public const int PopularityAbove = 10;
    public const int Support = 3;
    public const int PerTrack = 100;
    private readonly int[] together = new int[world.TrackCount];

    /// <summary>All pairs, by A, then B.</summary>
    public TruePair[] All()
    {
        var stored = new HashSet<TruePair>();
        foreach (var track in baskets.Tracks)
            stored.UnionWith(Of(track));
        return [.. stored.OrderBy(pair => pair.A).ThenBy(pair => pair.B)];
    }

    /// <summary>A track's own top 100, best first.</summary>
    public IReadOnlyList<TruePair> Of(int track)
    {
        if (world.PopularityOf(track) <= PopularityAbove)
            return [];
        var met = new List<int>();
        foreach (var basket in baskets.PlaylistsWith(track))
            foreach (var other in baskets[basket])
                if (world.PopularityOf(other) > PopularityAbove && ++together[other] == 1)
                    met.Add(other);
        var pairs = new List<(TruePair Pair, TrackId Other)>();
        foreach (var other in met)
        {
            if (other != track && together[other] >= Support)
                pairs.Add(Pair(track, other, together[other]));
            together[other] = 0;
        }

        return [.. pairs.OrderByDescending(entry => entry.Pair.Score).ThenByDescending(entry => entry.Pair.Count).ThenBy(entry => entry.Other)
            .Take(PerTrack).Select(entry => entry.Pair)];
    }

    private (TruePair, TrackId) Pair(int track, int other, int count)
    {
        var (id, otherId) = (world.IdOf(track), world.IdOf(other));
        var (own, others) = (baskets.PlaylistsWith(track).Count, baskets.PlaylistsWith(other).Count);
        return id < otherId
            ? (new(id, otherId, count, own, others, baskets.Count), otherId)
            : (new(otherId, id, count, others, own, baskets.Count), otherId);
    }
}
