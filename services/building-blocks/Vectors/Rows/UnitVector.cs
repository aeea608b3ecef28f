namespace SpotifyPlatform.Vectors.Rows;

/// <summary>A vector scaled to length 1.</summary>
internal static class UnitVector
{
    /// <summary>Writes the numbers at a stride; NaN for a zero vector, so that it is never found.</summary>
    public static void Write(ReadOnlySpan<float> vector, Span<float> to, int stride = 1)
    {
        var square = 0.0;
        foreach (var x in vector)
            square += (double)x * x;
        var scale = square > 0 ? 1 / Math.Sqrt(square) : double.NaN;
        for (var d = 0; d < vector.Length; d++)
            to[d * stride] = Scaled(vector[d], scale);
    }

    /// <summary>Never 0 for a number that is not: weights can make the smallest number of a vector its only one.</summary>
    private static float Scaled(float number, double scale)
    {
        var scaled = (float)(number * scale);
        return scaled == 0 && number != 0 ? MathF.CopySign(float.Epsilon, number) : scaled;
    }
}
