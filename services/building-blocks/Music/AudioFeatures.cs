namespace SpotifyPlatform.Music;

/// <summary>
/// The twelve audio features of a track as Spotify's Web API defined them. Absent values are null: the source has rows
/// without features and single features that are missing.
/// </summary>
/// <param name="Tempo">Beats per minute; 0 is unknown.</param>
/// <param name="Energy">0 to 1.</param>
/// <param name="Danceability">0 to 1.</param>
/// <param name="Valence">0 to 1.</param>
/// <param name="Acousticness">0 to 1.</param>
/// <param name="Instrumentalness">0 to 1.</param>
/// <param name="Speechiness">0 to 1.</param>
/// <param name="Liveness">0 to 1.</param>
/// <param name="Loudness">Decibels, usually -60 to 0; slightly positive occurs.</param>
/// <param name="Key">Pitch class 0 (C) to 11 (B); -1 is unknown.</param>
/// <param name="Mode">1 major, 0 minor.</param>
/// <param name="TimeSignature">Beats a bar, usually 3 to 7; 1 occurs, 0 is unknown.</param>
/// <param name="DurationMs">Milliseconds.</param>
public sealed record AudioFeatures(
    double? Tempo,
    double? Energy,
    double? Danceability,
    double? Valence,
    double? Acousticness,
    double? Instrumentalness,
    double? Speechiness,
    double? Liveness,
    double? Loudness,
    int? Key,
    int? Mode,
    int? TimeSignature,
    long? DurationMs)
{
    /// <summary>No value is known.</summary>
    public static AudioFeatures None { get; } = new(null, null, null, null, null, null, null, null, null, null, null, null, null);

    /// <summary>The names of the twelve features in the specification, tables and API, in the order of the parameters. A duration is not a feature.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "tempo", "energy", "danceability", "valence", "acousticness", "instrumentalness", "speechiness", "liveness", "loudness", "key", "mode",
        "time_signature",
    ];
}
