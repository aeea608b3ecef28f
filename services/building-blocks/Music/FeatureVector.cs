namespace SpotifyPlatform.Music;

/// <summary>
/// A track as a point: 13 dimensions, each 0 to 1, in the order
/// tempo clamp((t-60)/140), energy, danceability, valence, acousticness, instrumentalness, speechiness, liveness,
/// loudness clamp((l+60)/60), key/11, mode, time signature clamp((ts-3)/4), popularity/100.
/// </summary>
public static class FeatureVector
{
    /// <summary>Numbers in a vector.</summary>
    public const int Dimensions = 13;

    /// <summary>Computes the vector; an absent or unknown value becomes 0, the low end of its dimension.</summary>
    /// <param name="features">The twelve features.</param>
    /// <param name="popularity">0 to 100.</param>
    public static float[] From(AudioFeatures features, int popularity)
    {
        ArgumentNullException.ThrowIfNull(features);
        return
        [
            Clamp(((features.Tempo ?? 0) - 60) / 140),
            Clamp(features.Energy),
            Clamp(features.Danceability),
            Clamp(features.Valence),
            Clamp(features.Acousticness),
            Clamp(features.Instrumentalness),
            Clamp(features.Speechiness),
            Clamp(features.Liveness),
            Clamp(((features.Loudness ?? -60) + 60) / 60),
            Clamp((features.Key ?? 0) / 11.0),
            Clamp(features.Mode),
            Clamp(((features.TimeSignature ?? 3) - 3) / 4.0),
            Clamp(popularity / 100.0),
        ];
    }

    private static float Clamp(double? value) => value is { } v && !double.IsNaN(v) ? (float)Math.Clamp(v, 0, 1) : 0;
}
