using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Clusters;

/// <summary>
/// How well the rows of a cluster can score at best. Rows and centres are of length 1; with t the angle of query and centre and r the largest
/// angle of a row and the centre, no row's angle to the query is below t - r (triangle inequality on the sphere), so no score is above
/// cos(t - r) = cos t cos r + sin t sin r where t is above r.
/// <para>
/// Weights stretch the space by their square roots, the largest being 1. A row is at most the chord 2 sin(r/2) away from its centre c, stretched still
/// at most that, so the angle of the stretched row and the stretched centre is at most asin(2 sin(r/2) / |stretched c|): the same bound, with that for r.
/// </para>
/// Within a cluster rows stand in the order of their angle to the centre, so that a range of blocks is left.
/// </summary>
internal sealed unsafe class ClusterBounds
{
    /// <summary>Added to bounds and angles for the roundings of this class, in single and double precision.</summary>
    private const float Slack = 2e-6f;

    private readonly float* centres;
    private readonly int* firsts;
    private readonly float* angles;
    private readonly float[] cosines;
    private readonly float[] sines;
    private readonly float[] chords;
    private readonly int dimensions;

    /// <param name="centres">Blocks of rows.</param>
    /// <param name="firsts">Each cluster's first block, and where the last one ends.</param>
    /// <param name="angles">Least and largest of each block.</param>
    public ClusterBounds(float* centres, int* firsts, float* angles, int count, int dimensions)
    {
        this.centres = centres;
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

    /// <summary>Of centres.</summary>
    public int Blocks => (Count + BlockScan.Rows - 1) / BlockScan.Rows;

    public float* Centres => centres;

    public int First(int cluster) => firsts[cluster];

    public int End(int cluster) => firsts[cluster + 1];

    /// <summary>For each cluster its centre's score, and what none of its rows is above.</summary>
    /// <param name="scores">As many as all blocks of centres have rows.</param>
    /// <param name="lengths">The stretched centres', under weights.</param>
    /// <param name="bounds">As many as clusters; negative infinity for an empty one.</param>
    public void Score(PreparedQuery query, Span<float> scores, Span<float> lengths, Span<float> bounds)
    {
        fixed (float* q = query.Unit, stretch = query.Stretch, to = scores, lengthsTo = lengths)
            query.Scan.All(centres, dimensions, q, stretch, Blocks, to, lengthsTo);
        var error = query.Error + Slack;
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
                // The length in units of the stretch; a centre too short to be measured bounds nothing.
                var length = lengths[c] / PreparedQuery.StretchUnit;
                var ratio = length * length > BlockScan.TinySquare ? (chords[c] + Slack) / (length * (1 - error)) : 1;
                if (!(ratio < 1))
                {
                    bounds[c] = 1 + error;
                    continue;
                }

                (cosine, sine) = (MathF.Sqrt((1 - ratio) * (1 + ratio)), ratio);
            }

            // The bound rises with the centre's score, so the most that the score can be gives the most.
            var score = Math.Min(1, scores[c] + error);
            bounds[c] = score >= cosine - error ? 1 + error : score * cosine + MathF.Sqrt(Math.Max(0, (1 - score) * (1 + score))) * sine + error;
        }
    }

    /// <summary>The blocks of a cluster whose rows may score at or above a threshold.</summary>
    public (int Block, int End) Range(PreparedQuery query, int cluster, float score, float length, float threshold)
    {
        var (block, end) = (firsts[cluster], firsts[cluster + 1]);
        if (!(threshold > -1))
            return (block, end);
        double error = query.Error + Slack, reach = Math.Acos(Math.Max(-1, threshold - error)) + Slack;
        double least = Math.Acos(Math.Min(1, score + error)) - reach, most = Math.Acos(Math.Max(-1, score - error)) + reach;
        if (query.Stretch is not null)
        {
            // A stretched row is at least this far from its centre where it reaches the query; nothing bounds it from above.
            most = Math.PI;
            if (least > 0)
            {
                var chord = least >= Math.PI / 2 ? length / PreparedQuery.StretchUnit : length / PreparedQuery.StretchUnit * Math.Sin(least);
                least = 2 * Math.Asin(Math.Min(1, Math.Max(0, chord * (1 - error) - Slack) / 2));
            }
        }

        return (FirstReaching(block, end, (float)(least - Slack)), FirstBeyond(block, end, (float)(most + Slack)));
    }

    /// <summary>The first block whose largest angle is not below.</summary>
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

    /// <summary>The first block whose least angle is above.</summary>
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
