namespace SpotifyPlatform.Music;

/// <summary>
/// A track as a point: 13 dimensions, each 0 to 1, in the order
/// tempo clamp((t-60)/140), energy, danceability, valence, acousticness, instrumentalness, speechiness, liveness,
/// loudness clamp((l+60)/60), key/11, mode, time signature clamp((ts-3)/4), popularity/100.
/// <para>
/// A value that is absent or unknown is 0 in the vector, which alone would mean slow, silent or in C. The mask tells which values are
/// known, and a query gives weight 0 to the dimensions that its seed lacks.
/// </para>
/// </summary>
public static class FeatureVector
{
    /// <summary>Length of a vector.</summary>
    public const int Dimensions = 13;

    /// <summary>The names of the dimensions, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. AudioFeatures.Names, "popularity"];

    /// <summary>Computes the vector; an absent or unknown value becomes 0.</summary>
    /// <param name="features">The twelve features.</param>
    /// <param name="popularity">0 to 100; null when it is unknown.</param>
    public static float[] From(AudioFeatures features, int? popularity) => Array.ConvertAll(Scaled(features, popularity), value => (float)(value ?? 0));

    /// <summary>The mask: which of the 13 values are known.</summary>
    /// <inheritdoc cref="From" path="/param"/>
    public static bool[] Known(AudioFeatures features, int? popularity) => Array.ConvertAll(Scaled(features, popularity), value => value is not null);

    /// <summary>Weights of a query by a seed: the requested ones, 0 where the seed's value is unknown; null when all are 1.</summary>
    /// <param name="known">The seed's mask of the first dimensions; the others are known.</param>
    /// <param name="dimensions">Dimensions of the index.</param>
    /// <param name="asked">Weights of the first dimensions; the others, or all when null, are 1.</param>
    public static float[]? Weights(IReadOnlyList<bool> known, int dimensions, IReadOnlyList<float>? asked = null)
    {
        if (asked is null && !known.Contains(false))
            return null;
        var weights = new float[dimensions];
        for (var d = 0; d < weights.Length; d++)
            weights[d] = d < known.Count && !known[d] ? 0 : d < asked?.Count ? asked[d] : 1;
        return weights;
    }

    private static double?[] Scaled(AudioFeatures features, int? popularity)
    {
        ArgumentNullException.ThrowIfNull(features);
        return
        [
            features.Tempo > 0 ? Clamp((features.Tempo - 60) / 140) : null,
            Clamp(features.Energy),
            Clamp(features.Danceability),
            Clamp(features.Valence),
            Clamp(features.Acousticness),
            Clamp(features.Instrumentalness),
            Clamp(features.Speechiness),
            Clamp(features.Liveness),
            Clamp((features.Loudness + 60) / 60),
            features.Key >= 0 ? Clamp(features.Key / 11.0) : null,
            Clamp(features.Mode),
            features.TimeSignature > 0 ? Clamp((features.TimeSignature - 3) / 4.0) : null,
            Clamp(popularity / 100.0),
        ];
    }

    private static double? Clamp(double? value) => value is { } v && !double.IsNaN(v) ? Math.Clamp(v, 0, 1) : null;
}
