using System.Numerics;
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

    /// <summary>The cosines of as many points from <paramref name="place"/> on as a vector is wide, in single precision.</summary>
    public Vector<float> Cosines(int place, ReadOnlySpan<float> unitQuery)
    {
        var dot = Vector<float>.Zero;
        for (var d = 0; d < FeatureVector.Dimensions; d++)
            dot += new Vector<float>(unitQuery[d]) * new Vector<float>(values, d * Capacity + place);
        return dot * new Vector<float>(values, Scales + place);
    }
}
