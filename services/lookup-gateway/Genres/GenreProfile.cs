using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Genres;

/// <summary>How tracks of a genre sound: the few features that tell it.</summary>
internal sealed class GenreProfile(string name, params (string Feature, double Value)[] features)
{
    /// <summary>A distance over a single feature says too little.</summary>
    private const int MinFeatures = 2;

    private const double TempoRange = 140;
    private const double LoudnessRange = 60;

    public string Name => name;

    /// <summary>
    /// max(0, 1 - 2 d), where d is the root mean square of the differences in the profile's features, each on the scale of the vector's
    /// dimensions (a tempo's over 140 BPM, a loudness's over 60 dB): 1 is the profile itself, and half the range away in every
    /// feature is 0. A tempo counts as heard, halved or doubled, whichever is nearest. Features that are unknown are left out; null
    /// where fewer than two are left.
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
        _ => throw new ArgumentException($"No profile is made of '{feature}'.", nameof(feature)),
    };
}
