using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectors.Scan;

/// <summary>A query in the form that the scan kernels take, with the bound of their error.</summary>
internal sealed class PreparedQuery
{
    /// <summary>Unit of the stretch, chosen so that the squares of relevant rows do not underflow.</summary>
    public const float StretchUnit = 1.15292150e18f; // 2^60

    private PreparedQuery(VectorQuery query, float[] unit, float[]? stretch, BlockScan scan) =>
        (Query, Unit, Stretch, Scan, Error) = (query, unit, stretch, scan, ErrorOf(unit.Length));

    public VectorQuery Query { get; }

    public BlockScan Scan { get; }

    /// <summary>The stretched query, normalised to length 1.</summary>
    public float[] Unit { get; }

    /// <summary>Square roots of the weights, relative to the largest, times <see cref="StretchUnit"/>; null when all weights are equal.</summary>
    public float[]? Stretch { get; }

    /// <summary>
    /// Upper bound of the error of a single-precision score. With u = 2^-24: a row's number is rounded once, stretched twice, and so is the
    /// query's; n fused steps round n times each in the product and in the square, of which the root takes half; root and quotient round once
    /// (Higham, Accuracy and Stability of Numerical Algorithms, 3.1, with Cauchy-Schwarz): below (1.5 n + 12) u.
    /// </summary>
    public float Error { get; }

    /// <summary>Null for a query without results: its limit is 0, or its vector is zero under the weights.</summary>
    public static PreparedQuery? Of(VectorQuery query, BlockScan scan)
    {
        var weights = query.Weights is { } w && w.Any(x => x != w[0]) ? w : null;
        var largest = query.Weights is { } all ? all.Max() : 1;
        if (query.Limit == 0 || largest == 0)
            return null;
        var stretched = query.Vector.Select((q, d) => q * (weights is null ? 1 : Math.Sqrt((double)weights[d] / largest))).ToArray();
        var length = Math.Sqrt(stretched.Sum(x => x * x));
        return length == 0 ? null : new PreparedQuery(
            query,
            Array.ConvertAll(stretched, x => (float)(x / length)),
            weights is null ? null : Array.ConvertAll(weights, x => (float)(Math.Sqrt((double)x / largest) * StretchUnit)),
            scan);
    }

    /// <summary>The double-precision score, which ranks the hits.</summary>
    public double Exact(ReadOnlySpan<float> vector) => Cosine.Of(Query.Vector, vector, Query.Weights);

    private static float ErrorOf(int dimensions) => (1.5f * dimensions + 12) * 5.97e-8f;
}
