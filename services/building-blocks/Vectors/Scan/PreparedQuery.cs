using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectors.Scan;

/// <summary>A query in the form that the loops take, with the bound of their error.</summary>
internal sealed class PreparedQuery
{
    /// <summary>Stretches are in this unit, so that no square of a row that matters falls below the smallest float.</summary>
    public const float StretchUnit = 1.15292150e18f; // 2^60

    private PreparedQuery(VectorQuery query, float[] unit, float[]? stretch, BlockScan scan) =>
        (Query, Unit, Stretch, Scan, Error) = (query, unit, stretch, scan, ErrorOf(unit.Length));

    public VectorQuery Query { get; }

    public BlockScan Scan { get; }

    /// <summary>The query, stretched, of length 1.</summary>
    public float[] Unit { get; }

    /// <summary>The weights' square roots in units of the largest's and of <see cref="StretchUnit"/>; null where they are all alike.</summary>
    public float[]? Stretch { get; }

    /// <summary>
    /// No single-precision score is further from the exact one. With u = 2^-24: a row's number is rounded once, stretched twice, and so is the
    /// query's; n fused steps round n times each in the product and in the square, of which the root takes half; root and quotient round once
    /// (Higham, Accuracy and Stability of Numerical Algorithms, 3.1, with Cauchy-Schwarz): below (1.5 n + 12) u.
    /// </summary>
    public float Error { get; }

    /// <summary>Null for a query that finds nothing: it asks for none, or is zero under its weights.</summary>
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

    /// <summary>The exact score, which ranks.</summary>
    public double Exact(ReadOnlySpan<float> vector) => Cosine.Of(Query.Vector, vector, Query.Weights);

    private static float ErrorOf(int dimensions) => (1.5f * dimensions + 12) * 5.97e-8f;
}
