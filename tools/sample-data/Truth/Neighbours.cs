using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <param name="Track">Index of the neighbour.</param>
/// <param name="Score">Cosine, -1 to 1.</param>
internal readonly record struct Neighbour(int Track, double Score);

/// <summary>
/// The nearest tracks of a few seeds by comparing each with all: cosine over the 13 dimensions in double precision, among tracks
/// with features and popularity from 30, without the seed itself; dimensions that the seed lacks do not count; equal scores by id.
/// </summary>
internal static class Neighbours
{
    public const int PopularityFrom = 30;
    public const int Shown = 10;

    /// <summary>Eleven neighbours per seed: ten to write, and one more to measure the score distance of the tenth.</summary>
    public static List<Neighbour>[] Of(SampleWorld world, IReadOnlyList<int> seeds)
    {
        (double[]? Vector, bool[] Known)[] vectors = [.. seeds.Select(seed => (TrueVector.Of(world, seed), TrueVector.Known(world, seed)))];
        List<Neighbour>[] found = [.. seeds.Select(_ => new List<Neighbour>(Shown + 2))];
        for (var track = 0; track < world.TrackCount; track++)
        {
            if (world.PopularityOf(track) < PopularityFrom || TrueVector.Of(world, track) is not { } vector)
                continue;
            for (var i = 0; i < seeds.Count; i++)
                if (seeds[i] != track && vectors[i] is { Vector: { } seed, Known: var known })
                    Offer(world, found[i], new(track, TrueVector.Cosine(seed, known, vector)));
        }

        return found;
    }

    /// <summary>The smallest difference between unequal neighbouring scores; above about 1e-6 single precision gives the same order.</summary>
    public static double MinScoreStep(List<Neighbour> neighbours) => neighbours.Zip(neighbours.Skip(1), (a, b) => a.Score - b.Score)
        .Where(step => step > 0).DefaultIfEmpty(1).Min();

    private static void Offer(SampleWorld world, List<Neighbour> best, Neighbour candidate)
    {
        if (best.Count > Shown && candidate.Score < best[^1].Score)
            return;
        var place = best.FindIndex(other => other.Score < candidate.Score
            || (other.Score == candidate.Score && world.IdOf(candidate.Track) < world.IdOf(other.Track)));
        best.Insert(place < 0 ? best.Count : place, candidate);
        if (best.Count > Shown + 1)
            best.RemoveAt(Shown + 1);
    }
}
