using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>
/// The specification's 13 dimensions in double precision. A second implementation on purpose: the platform is checked against it.
/// </summary>
internal static class TrueVector
{
    public static double[] Of(AudioFeatures f, int popularity) =>
    [
        f.Tempo is { } tempo ? Clamp((tempo - 60) / 140) : 0,
        Clamp(f.Energy),
        Clamp(f.Danceability),
        Clamp(f.Valence),
        Clamp(f.Acousticness),
        Clamp(f.Instrumentalness),
        Clamp(f.Speechiness),
        Clamp(f.Liveness),
        f.Loudness is { } loudness ? Clamp((loudness + 60) / 60) : 0,
        f.Key is { } key ? Clamp(key / 11.0) : 0,
        Clamp(f.Mode),
        f.TimeSignature is { } beats ? Clamp((beats - 3) / 4.0) : 0,
        Clamp(popularity / 100.0),
    ];

    /// <summary>The vector of a track, or null if the features file has no features for it.</summary>
    public static double[]? Of(SampleWorld world, int index) => world.FeatureRowOf(index) == FeatureRow.Present
        ? Of(world.FeaturesOf(world.Track(index)), world.PopularityOf(index))
        : null;

    /// <summary>Which dimensions have a known value; tempo 0, key -1 and time signature 0 mean unknown.</summary>
    public static bool[] Known(SampleWorld world, int index)
    {
        var f = world.FeaturesOf(world.Track(index));
        return
        [
            f.Tempo is not (null or 0), f.Energy is not null, f.Danceability is not null, f.Valence is not null, f.Acousticness is not null,
            f.Instrumentalness is not null, f.Speechiness is not null, f.Liveness is not null, f.Loudness is not null, f.Key is not (null or -1),
            f.Mode is not null, f.TimeSignature is not (null or 0), true,
        ];
    }

    /// <summary>Cosine over the known dimensions of the seed <paramref name="a"/>.</summary>
    public static double Cosine(double[] a, bool[] known, double[] b)
    {
        var (dot, normA, normB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            if (!known[i])
                continue;
            dot += a[i] * b[i];
            normA += a[i] * a[i];
            normB += b[i] * b[i];
        }

        return normA == 0 || normB == 0 ? 0 : dot / Math.Sqrt(normA * normB);
    }

    private static double Clamp(double? value) => Math.Min(1, Math.Max(0, value ?? 0));
}
