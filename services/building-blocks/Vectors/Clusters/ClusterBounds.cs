using SpotifyPlatform.Vectors.Scan;


namespace SpotifyPlatform.Vectors.Clusters;

/// <summary>
/// Upper bounds of the scores of a cluster's rows. Rows and centroids have length 1; with t the angle of query and centroid and r the largest angle
/// of a row and the centroid, no row's angle to the query is below t - r (triangle inequality on the sphere), so no score is above
/// cos(t - r) = cos t cos r + sin t sin r where t is above r.
/// <para>
/// Weights stretch the space by their square roots, the largest being 1. A row is at most the chord 2 sin(r/2) away from its centroid c, stretched still
/// at most that, so the angle of the stretched row and the stretched centroid is at most asin(2 sin(r/2) / |stretched c|): the same bound, with that for r.
/// </para>
/// Within a cluster, rows are sorted by their angle to the centroid, so a range of blocks remains to be scanned.
/// </summary>
internal sealed unsafe class ClusterBounds
{
    /// <summary>Added to bounds and angles to cover the rounding errors of this class.</summary>
    private const float RoundingMargin = 2e-6f;

    private readonly float* centroids;
    private readonly int* firsts;
    private readonly float[] angles;
    private readonly float[] cosines;
    private readonly float[] sines;
    private readonly float[] chords;
    private readonly int dimensions;

    /// <param name="centroids">Blocks of rows.</param>
    /// <param name="firsts">The first block of each cluster, and the end of the last one.</param>
    /// <param name="angles">Smallest and largest angle of each block, rounded outwards.</param>
    public ClusterBounds(float* centroids, int* firsts, float[] angles, int count, int dimensions)
    {
        this.centroids = centroids;
        this.firsts = firsts;
        this.angles = angles;
        (Count, this.dimensions) = (count, dimensions);
        var padded = Blocks * BlockScan.Rows;
        (cosines, sines, chords) = (new float[padded], new float[padded], new float[padded]);
        for (var c = 0; c < count; c++)
        {
            var radius = firsts[c] == firsts[c + 1] ? 0 : Math.Clamp(angles[2 * firsts[c + 1] - 1], 0, Math.PI);
            (cosines[c], sines[c], chords[c]) = ((float)Math.Cos(radius), (float)Math.Sin(radius), (float)(2 * Math.Sin(radius / 2)));
        }
    }

    public int Count { get; }

    /// <summary>Number of centroid blocks.</summary>
    public int Blocks => (Count + BlockScan.Rows - 1) / BlockScan.Rows;

    public int First(int cluster) => firsts[cluster];

    public int End(int cluster) => firsts[cluster + 1];

    /// <summary>Computes the score of each centroid, and the upper bound of the scores of its rows.</summary>
    /// <param name="scores">One per slot of the centroid blocks.</param>
    /// <param name="lengths">Lengths of the stretched centroids, under weights.</param>
    /// <param name="bounds">One per cluster; negative infinity for an empty cluster.</param>
    public void Score(PreparedQuery query, Span<float> scores, Span<float> lengths, Span<float> bounds)
    {
        fixed (float* q = query.Unit, stretch = query.Stretch, to = scores, lengthsTo = lengths)
            query.Scan.All(centroids, dimensions, q, stretch, Blocks, to, lengthsTo);
        var error = query.Error + RoundingMargin;
        for (var c = 0; c < Count; c++)
        {
            if (firsts[c] == firsts[c + 1])
            {
                bounds[c] = float.NegativeInfinity;
                continue;
            }

            var (cosine, sine) = (cosines[c], sines[c]);
            if (query.Stretch is not null)
            {
                // Length in units of the stretch. A centroid too short to be measured gives no bound.
                var length = lengths[c] / PreparedQuery.StretchUnit;
                var ratio = length * length > BlockScan.TinySquare ? (chords[c] + RoundingMargin) / (length * (1 - error)) : 1;
                if (!(ratio < 1))
                {
                    bounds[c] = 1 + error;
                    continue;
                }

                (cosine, sine) = (MathF.Sqrt((1 - ratio) * (1 + ratio)), ratio);
            }

            // The bound is monotonic in the centroid's score, so the largest possible score gives the upper bound.
            var score = Math.Min(1, scores[c] + error);
            bounds[c] = score >= cosine - error ? 1 + error : score * cosine + MathF.Sqrt(Math.Max(0, (1 - score) * (1 + score))) * sine + error;
        }
    }

    /// <summary>The blocks of a cluster whose rows may score at least the threshold.</summary>
    public (int Block, int End) Range(PreparedQuery query, int cluster, float score, float length, float threshold)
    {
        var (block, end) = (firsts[cluster], firsts[cluster + 1]);
        if (!(threshold > -1))
            return (block, end);
        double error = query.Error + RoundingMargin, reach = Math.Acos(Math.Max(-1, threshold - error)) + RoundingMargin;
        double least = Math.Acos(Math.Min(1, score + error)) - reach, most = Math.Acos(Math.Max(-1, score - error)) + reach;
        if (query.Stretch is not null)
        {
            // A stretched row that reaches the query is at least this far from its centroid; there is no upper bound.
            most = Math.PI;
            if (least > 0)
            {
                var chord = least >= Math.PI / 2 ? length / PreparedQuery.StretchUnit : length / PreparedQuery.StretchUnit * Math.Sin(least);
                least = 2 * Math.Asin(Math.Min(1, Math.Max(0, chord * (1 - error) - RoundingMargin) / 2));
            }
        }

        return (FirstReaching(block, end, (float)(least - RoundingMargin)), FirstBeyond(block, end, (float)(most + RoundingMargin)));
    }

    /// <summary>The first block whose largest angle is at least <paramref name="angle"/>.</summary>
    private int FirstReaching(int block, int end, float angle)
    {
        while (block < end)
        {
            var middle = (block + end) >>> 1;
            if (angles[2 * middle + 1] < angle)
                block = middle + 1;
            else
                end = middle;
        }

        return block;
    }

    /// <summary>The first block whose smallest angle is greater than <paramref name="angle"/>.</summary>
    private int FirstBeyond(int block, int end, float angle)
    {
        while (block < end)
        {
            var middle = (block + end) >>> 1;
            if (angles[2 * middle] > angle)
                end = middle;
            else
                block = middle + 1;
        }

        return block;
    }
}
