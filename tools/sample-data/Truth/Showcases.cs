using SpotifyPlatform.SampleData.Analysis;
using SpotifyPlatform.SampleData.MusicBrainz;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <param name="Neighbours">Best first.</param>
/// <param name="Clearness">The least step between the scores of neighbours that differ.</param>
internal sealed record Showcase(int Track, IReadOnlyList<Neighbour> Neighbours, double Clearness);

/// <summary>
/// Popular tracks to show, about two a genre: with features, a match and an analysis where the world has such, and neighbours whose
/// order is beyond the doubt of rounding.
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
            .Select((track, i) => new Showcase(track, [.. neighbours[i].Take(Neighbours.Shown)], Neighbours.Clearness(neighbours[i])))
            .OrderByDescending(showcase => showcase.Clearness >= Clear)
            .ThenByDescending(showcase => Completeness(showcase.Track))
            .ThenByDescending(SameGenre)
            .ThenByDescending(showcase => world.PopularityOf(showcase.Track))
            .ThenBy(showcase => showcase.Track)
            .Take(Count)];
    }

    /// <summary>The one to show first: complete, with enough pairs, its neighbours of its own kind.</summary>
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
            // Only a track that would stand among the best is worth the cost of its completeness.
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
