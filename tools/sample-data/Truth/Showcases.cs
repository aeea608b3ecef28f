using SpotifyPlatform.SampleData.Analysis;
using SpotifyPlatform.SampleData.MusicBrainz;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <param name="Neighbours">Best first.</param>
/// <param name="MinScoreStep">The smallest difference between unequal neighbouring scores.</param>
internal sealed record Showcase(int Track, IReadOnlyList<Neighbour> Neighbours, double MinScoreStep);

/// <summary>
/// Popular tracks for demonstrations, about two per genre: with features, a match and an analysis where the world has them, and
/// with neighbours whose order does not depend on rounding.
/// </summary>
internal sealed class Showcases(SampleWorld world)
{
    public const int Count = 20;
    private const int PerGenre = 5;
    private const double Clear = 2e-6;

    public IReadOnlyList<Showcase> Choose()
    {
        var candidates = Candidates();
        var neighbours = Neighbours.Of(world, candidates);
        return [.. candidates
            .Select((track, i) => new Showcase(track, [.. neighbours[i].Take(Neighbours.Shown)], Neighbours.MinScoreStep(neighbours[i])))
            .OrderByDescending(showcase => showcase.MinScoreStep >= Clear)
            .ThenByDescending(showcase => Completeness(showcase.Track))
            .ThenByDescending(SameGenre)
            .ThenByDescending(showcase => world.PopularityOf(showcase.Track))
            .ThenBy(showcase => showcase.Track)
            .Take(Count)];
    }

    /// <summary>The first track with at least five pairs and five neighbours, else the first.</summary>
    public static int First(IReadOnlyList<Showcase> showcases, Func<int, int> pairsOf) =>
        showcases.FirstOrDefault(showcase => pairsOf(showcase.Track) >= 5 && showcase.Neighbours.Count >= 5)?.Track
            ?? (showcases.Count > 0 ? showcases[0].Track : 0);

    private int[] Candidates()
    {
        var best = new PriorityQueue<int, (int, int, int)>[Genres.All.Length];
        for (var genre = 0; genre < best.Length; genre++)
            best[genre] = new();
        for (var track = 0; track < world.TrackCount; track++)
        {
            if (world.PopularityOf(track) < Neighbours.PopularityFrom || world.FeatureRowOf(track) != FeatureRow.Present)
                continue;
            var queue = best[world.GenreOf(track)];
            // Completeness is expensive: it is computed only for candidates that can be chosen.
            if (queue.Count < PerGenre || world.PopularityOf(track) > 60)
                queue.Enqueue(track, (Completeness(track), world.PopularityOf(track), -track));
            if (queue.Count > PerGenre)
                queue.Dequeue();
        }

        return [.. best.SelectMany(queue => queue.UnorderedItems.Select(item => item.Element)).Order()];
    }

    private int Completeness(int track) =>
        (world.ShardOf(track) is null ? 0 : 1) + (world.MatchOf(world.Track(track)).Mbid is null ? 0 : 1);

    private int SameGenre(Showcase showcase) => showcase.Neighbours.Count(other => world.GenreOf(other.Track) == world.GenreOf(showcase.Track));
}
