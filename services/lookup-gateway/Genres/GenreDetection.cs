using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Genres;

/// <summary>Genres told from the sound alone: a guess beside what the catalogue says of the artists.</summary>
public static class GenreDetection
{
    private const int Most = 3;
    private const double Above = 0.7;

    private static readonly GenreProfile[] Profiles =
    [
        new("edm", ("energy", .85), ("danceability", .75), ("acousticness", .05), ("tempo", 128)),
        new("acoustic-folk", ("energy", .35), ("acousticness", .85), ("instrumentalness", .3)),
        new("hip-hop", ("speechiness", .15), ("danceability", .7), ("energy", .65)),
        new("classical", ("instrumentalness", .9), ("acousticness", .8), ("speechiness", .02)),
        new("metal", ("energy", .95), ("loudness", -5), ("acousticness", .02)),
        new("jazz", ("acousticness", .6), ("instrumentalness", .5), ("liveness", .25)),
    ];

    /// <summary>What people should know before they trust a feature.</summary>
    public static IReadOnlyList<string> Caveats { get; } =
    [
        "Energy, danceability and valence are rough estimates.",
        "Key and mode fail on modal music.",
        "Tempo may be heard at half or double.",
    ];

    /// <summary>The genres whose profile is more than 0.7 alike, at most three, the most alike first.</summary>
    public static IReadOnlyList<DetectedGenre> Of(AudioFeatures track) =>
    [
        .. Profiles.Select(profile => new DetectedGenre(profile.Name, profile.Similarity(track) ?? 0))
            .Where(genre => genre.Similarity > Above)
            .OrderByDescending(genre => genre.Similarity)
            .Take(Most),
    ];
}

/// <param name="Similarity">Above 0.7, at most 1, see <see cref="GenreProfile.Similarity"/>.</param>
public sealed record DetectedGenre(string Name, double Similarity);
