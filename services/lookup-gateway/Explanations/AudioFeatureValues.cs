using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Explanations;

/// <summary>A track's 13 values in their own units, in the order of the vector; null where unknown.</summary>
public sealed class AudioFeatureValues
{
    /// <param name="features">Null for a track without audio features.</param>
    public AudioFeatureValues(AudioFeatures? features, int? popularity)
    {
        var f = features ?? AudioFeatures.None;
        double?[] values =
        [
            f.Tempo, f.Energy, f.Danceability, f.Valence, f.Acousticness, f.Instrumentalness, f.Speechiness, f.Liveness, f.Loudness, f.Key, f.Mode,
            f.TimeSignature, popularity,
        ];
        var known = FeatureVector.Known(f, popularity);
        Values = [.. values.Select((value, d) => known[d] ? value : null)];
    }

    public IReadOnlyList<double?> Values { get; }
}
