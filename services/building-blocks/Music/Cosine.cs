namespace SpotifyPlatform.Music;

/// <summary>Cosine similarity, the score of every similarity search, in double precision.</summary>
public static class Cosine
{
    /// <summary>
    /// sum(w q x) / sqrt(sum(w q q) sum(w x x)), -1 to 1; NaN when either is zero under the weights. Finite 32-bit
    /// vectors and weights never overflow.
    /// </summary>
    /// <param name="vector">As many dimensions as the query.</param>
    /// <param name="weights">One per dimension, at least 0; empty means 1 for all.</param>
    public static double Of(ReadOnlySpan<float> query, ReadOnlySpan<float> vector, ReadOnlySpan<float> weights = default)
    {
        double dot = 0, queryNorm = 0, norm = 0;
        for (var d = 0; d < query.Length; d++)
        {
            double q = query[d], x = vector[d], w = weights.IsEmpty ? 1 : weights[d];
            dot += w * (q * x);
            queryNorm += w * (q * q);
            norm += w * (x * x);
        }

        return queryNorm > 0 && norm > 0 ? Math.Clamp(dot / Math.Sqrt(queryNorm * norm), -1, 1) : double.NaN;
    }

    /// <summary>
    /// The contribution of each dimension to the score: w q x / sqrt(sum(w q q) sum(w x x)), which sum to <see cref="Of"/>; all 0 where that is NaN.
    /// </summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static double[] Contributions(ReadOnlySpan<float> query, ReadOnlySpan<float> vector, ReadOnlySpan<float> weights = default)
    {
        double queryNorm = 0, norm = 0;
        var parts = new double[query.Length];
        for (var d = 0; d < query.Length; d++)
        {
            double q = query[d], x = vector[d], w = weights.IsEmpty ? 1 : weights[d];
            parts[d] = w * (q * x);
            queryNorm += w * (q * q);
            norm += w * (x * x);
        }

        var length = Math.Sqrt(queryNorm * norm);
        for (var d = 0; d < parts.Length; d++)
            parts[d] = length > 0 ? parts[d] / length : 0;
        return parts;
    }
}
