using System.Numerics;
using System.Runtime.InteropServices;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Sqlite.Vectors;

/// <summary>
/// Points in columns: all first dimensions, all second ones and so on, then what each dot product is multiplied with to
/// give the cosine. A place without a point, or with a zero vector, has NaN there: it is never at or above a threshold.
/// </summary>
internal sealed class VectorBlock
{
    /// <summary>Points; the block's 57 KB stay in the second-level cache. A multiple of every vector width.</summary>
    public const int Capacity = 1024;

    private const int Scales = FeatureVector.Dimensions * Capacity;
    private readonly float[] values = new float[Scales + Capacity];

    public VectorBlock() => values.AsSpan(Scales).Fill(float.NaN);

    public void Put(int place, ReadOnlySpan<float> vector)
    {
        var norm = 0.0;
        for (var d = 0; d < FeatureVector.Dimensions; d++)
        {
            values[d * Capacity + place] = vector[d];
            norm += (double)vector[d] * vector[d];
        }

        values[Scales + place] = norm > 0 ? (float)(1 / Math.Sqrt(norm)) : float.NaN;
    }

    /// <summary>The cosine in double precision.</summary>
    public double Cosine(int place, ReadOnlySpan<float> query)
    {
        double dot = 0, norm = 0, queryNorm = 0;
        for (var d = 0; d < FeatureVector.Dimensions; d++)
        {
            double v = values[d * Capacity + place];
            dot += query[d] * v;
            norm += v * v;
            queryNorm += (double)query[d] * query[d];
        }

        return Math.Clamp(dot / Math.Sqrt(norm * queryNorm), -1, 1);
    }

    /// <summary>Offers every point whose cosine, in single precision, is at or above the candidates' threshold.</summary>
    /// <param name="unitQuery">A vector a dimension, each filled with the query's number; the query has length 1.</param>
    /// <param name="first">The place of the block's first point in the index.</param>
    public void Scan(ReadOnlySpan<Vector<float>> unitQuery, CandidateSet candidates, int first)
    {
        var rows = MemoryMarshal.Cast<float, Vector<float>>(values);
        var stride = Capacity / Vector<float>.Count;
        for (var row = 0; row < stride; row++)
        {
            var dot = Vector<float>.Zero;
            for (var d = 0; d < FeatureVector.Dimensions; d++)
                dot = Vector.FusedMultiplyAdd(unitQuery[d], rows[d * stride + row], dot);
            dot *= rows[FeatureVector.Dimensions * stride + row];
            if (Vector.GreaterThanOrEqualAny(dot, candidates.Bound))
                candidates.Offer(first + row * Vector<float>.Count, dot);
        }
    }
}
