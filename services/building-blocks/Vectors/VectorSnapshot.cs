using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors.Layout;
using SpotifyPlatform.Vectors.Queries;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors;

/// <summary>A generation of table vectors, copied into this process, for jobs.</summary>
public sealed class VectorSnapshot : IDisposable
{
    private readonly BaseRows rows;
    private readonly TailRows emptyTail;

    private VectorSnapshot(BaseRows rows) => (this.rows, emptyTail) = (rows, new TailRows(rows.Dimensions, []));

    /// <param name="scratch">A folder for a copy that is too large for memory.</param>
    /// <exception cref="InvalidDataException">The table is damaged.</exception>
    public static VectorSnapshot Load(Table table, string scratch) => new(BaseRows.Load(table, scratch));

    public int Count => rows.Count;

    public bool Contains(TrackId id) => rows.Find(id) >= 0;

    /// <summary>The most popular tracks, most popular first, then by id.</summary>
    public unsafe IReadOnlyList<TrackId> MostPopular(int limit)
    {
        var byPopularity = new List<TrackId>[RowAttributes.PopularityMask + 1];
        for (var ordinal = 0; ordinal < Count; ordinal++)
        {
            var slot = rows.SlotById(ordinal);
            (byPopularity[rows.Attributes[slot] & RowAttributes.PopularityMask] ??= []).Add(rows.Id(slot));
        }

        return [.. byPopularity.Reverse().OfType<List<TrackId>>().SelectMany(ids => ids).Take(limit)];
    }

    /// <summary>The nearest tracks of seeds, by the query that a request runs: dimensions without a known value in the seed do not count.</summary>
    /// <param name="threads">Threads, at most.</param>
    /// <returns>In the order of the seeds.</returns>
    public IReadOnlyList<Neighbour>[] Nearest(IReadOnlyList<TrackId> seeds, int limit, int threads, CancellationToken cancellationToken)
    {
        var nearest = new IReadOnlyList<Neighbour>[seeds.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, nearest.Length, options, i => nearest[i] = Nearest(seeds[i], limit, cancellationToken));
        return nearest;
    }

    /// <summary>The changes from an older generation to this one, in the order of ids: points that are new or differ, and ids that only the older one has.</summary>
    /// <param name="old">Null for all points of this one.</param>
    /// <returns>The id, and its point in this generation; null where only the older one has the id.</returns>
    public IEnumerable<(TrackId Id, VectorPoint? Point)> DifferenceFrom(VectorSnapshot? old)
    {
        var (mine, theirs) = (0, 0);
        while (mine < Count || theirs < (old?.Count ?? 0))
        {
            var slot = mine < Count ? rows.SlotById(mine) : -1;
            var other = theirs < (old?.Count ?? 0) ? old!.rows.SlotById(theirs) : -1;
            var order = slot < 0 ? 1 : other < 0 ? -1 : rows.Id(slot).CompareTo(old!.rows.Id(other));
            if (order > 0)
                yield return (old!.rows.Id(other), null);
            else if (order < 0 || !rows.Record(slot).SequenceEqual(old!.rows.Record(other)))
                yield return (rows.Id(slot), PointRecord.Read(rows.Id(slot), rows.Record(slot), rows.Dimensions));
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
    }

    public void Dispose()
    {
        rows.Dispose();
        emptyTail.Dispose();
    }

    private IReadOnlyList<Neighbour> Nearest(TrackId seed, int limit, CancellationToken cancellationToken)
    {
        var slot = rows.Find(seed);
        if (slot < 0)
            throw new ArgumentException($"Track {seed} has no vector.", nameof(seed));
        var query = new VectorQuery(PointRecord.Vector(rows.Record(slot), rows.Dimensions).ToArray(), limit)
        {
            Except = seed, Weights = FeatureVector.Weights(rows.Known(slot), rows.Dimensions),
        };
        return PreparedQuery.Of(query, BlockScan.Best) is { } prepared
            ? [.. new Search(prepared, rows, emptyTail, cancellationToken).Run().Select(hit => new Neighbour(hit.Id, hit.Score))]
            : [];
    }
}
