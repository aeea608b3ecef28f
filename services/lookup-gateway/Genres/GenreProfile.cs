using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Genres;

/// <summary>Typical feature values of a genre.</summary>
internal sealed class GenreProfile(string name, params (string Feature, double Value)[] features)
{
    /// <summary>A distance over a single feature is not meaningful.</summary>
    private const int MinFeatures = 2;

    private const double TempoRange = 140;
    private const double LoudnessRange = 60;

    public string Name => name;

    /// <summary>
    /// max(0, 1 - 2 d), where d is the root mean square of the differences in the profile's features, each on the scale of the vector's
    /// dimensions (tempo over 140 BPM, loudness over 60 dB). 1 means equal; half the range away in every feature means 0. A tempo is
    /// compared as it is, halved and doubled, and the nearest counts. Unknown features are skipped; null where fewer than two are known.
    /// </summary>
    public double? Similarity(AudioFeatures track)
    {
        var differences = features.Select(feature => Difference(feature.Feature, feature.Value, track)).OfType<double>().ToList();
        return differences.Count < MinFeatures ? null : Math.Max(0, 1 - 2 * Math.Sqrt(differences.Average(difference => difference * difference)));
    }

    private static double? Difference(string feature, double value, AudioFeatures track) => feature switch
    {
        "tempo" when track.Tempo > 0 => new[] { track.Tempo.Value, track.Tempo.Value / 2, track.Tempo.Value * 2 }.Min(tempo => Math.Abs(tempo - value)) / TempoRange,
        "tempo" => null,
        "loudness" => (track.Loudness - value) / LoudnessRange,
        "energy" => track.Energy - value,
        "danceability" => track.Danceability - value,
        "acousticness" => track.Acousticness - value,
        "instrumentalness" => track.Instrumentalness - value,
        "speechiness" => track.Speechiness - value,
        "liveness" => track.Liveness - value,
        _ => throw new ArgumentException($"Genre profiles do not support the feature '{feature}'.", nameof(feature)),
    };
}
