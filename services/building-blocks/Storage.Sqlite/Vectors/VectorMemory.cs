using System.Numerics;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Sqlite.Vectors;

/// <summary>
/// The points of an index and their exact nearest neighbours: a single-precision scan keeps every point that could be
/// among the best, double precision ranks those. Many readers or one writer; the caller sees to that.
/// </summary>
internal sealed class VectorMemory
{
    // A single-precision cosine of 13 products is at most 16 roundings of 2^-24 away from the exact one: below 1e-6.
    private const float Error = 2e-6f;

    private readonly List<VectorBlock> blocks = [];
    private readonly List<TrackId> ids = [];
    private readonly Dictionary<TrackId, int> places = [];

    public void Put(TrackId id, ReadOnlySpan<float> vector)
    {
        if (!places.TryGetValue(id, out var place))
        {
            place = ids.Count;
            ids.Add(id);
            places.Add(id, place);
            if (place % VectorBlock.Capacity == 0)
                blocks.Add(new VectorBlock());
        }

        blocks[place / VectorBlock.Capacity].Put(place % VectorBlock.Capacity, vector);
    }

    /// <summary>The best by cosine, then by id.</summary>
    public IReadOnlyList<ScoredTrack> Nearest(float[] query, int limit, TrackId? except)
    {
        var norm = Math.Sqrt(query.Sum(q => (double)q * q));
        if (norm == 0 || limit <= 0)
            return [];
        var excepted = except is { } id && places.TryGetValue(id, out var found) ? found : -1;
        var unit = Array.ConvertAll(query, q => new Vector<float>((float)(q / norm)));
        var candidates = new CandidateSet(limit, 2 * Error, excepted);
        for (var b = 0; b < blocks.Count; b++)
            blocks[b].Scan(unit, candidates, b * VectorBlock.Capacity);
        return candidates.Places()
            .Select(place => new ScoredTrack(ids[place], blocks[place / VectorBlock.Capacity].Cosine(place % VectorBlock.Capacity, query)))
            .OrderByDescending(n => n.Score).ThenBy(n => n.Id)
            .Take(limit)
            .ToList();
    }
}
