using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Genres;

/// <summary>Guesses genres from audio features alone. Filters use the catalogue's genres, not these.</summary>
public static class GenreDetection
{
    private const int MaxGenres = 3;
    private const double MinSimilarity = 0.7;

    private static readonly GenreProfile[] Profiles =
    [
        new("edm", ("energy", .85), ("danceability", .75), ("acousticness", .05), ("tempo", 128)),
        new("acoustic-folk", ("energy", .35), ("acousticness", .85), ("instrumentalness", .3)),
        new("hip-hop", ("speechiness", .15), ("danceability", .7), ("energy", .65)),
        new("classical", ("instrumentalness", .9), ("acousticness", .8), ("speechiness", .02)),
        new("metal", ("energy", .95), ("loudness", -5), ("acousticness", .02)),
        new("jazz", ("acousticness", .6), ("instrumentalness", .5), ("liveness", .25)),
    ];

    /// <summary>Known limits of audio features.</summary>
    public static IReadOnlyList<string> Caveats { get; } =
    [
        "Energy, danceability and valence are rough estimates.",
        "Key and mode fail on modal music.",
        "Tempo may be heard at half or double.",
    ];

    /// <summary>Genres whose profile has a similarity above 0.7, at most three, most similar first.</summary>
    public static IReadOnlyList<DetectedGenre> Detect(AudioFeatures track) =>
    [
        .. Profiles.Select(profile => new DetectedGenre(profile.Name, profile.Similarity(track) ?? 0))
            .Where(genre => genre.Similarity > MinSimilarity)
            .OrderByDescending(genre => genre.Similarity)
            .Take(MaxGenres),
    ];
}

/// <param name="Similarity">Above 0.7, at most 1, see <see cref="GenreProfile.Similarity"/>.</param>
public sealed record DetectedGenre(string Name, double Similarity);
