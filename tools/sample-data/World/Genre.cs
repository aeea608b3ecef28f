namespace SpotifyPlatform.SampleData.World;

/// <summary>A kind of music: how it sounds, what it is called, and which words its artists like.</summary>
/// <param name="Name">What the manifest calls it.</param>
/// <param name="Tags">What <c>artist_genres</c> says of its artists.</param>
/// <param name="Weight">Share of the artists, relative to the other genres.</param>
/// <param name="Neighbour">The genre that shares its playlists.</param>
/// <param name="Sound">Typical features.</param>
/// <param name="Words">Where names come from.</param>
internal sealed record Genre(string Name, string[] Tags, double Weight, string Neighbour, Sound Sound, Words Words);

/// <summary>The middle of a genre's features; units as in Music.AudioFeatures.</summary>
/// <param name="Tempo">Beats per minute.</param>
/// <param name="TempoSpread">Standard deviation of the tempo.</param>
/// <param name="Keys">Pitch classes the genre favours.</param>
/// <param name="MinorShare">Share of tracks in minor, 0 to 1.</param>
/// <param name="TripleShare">Share of tracks in three, 0 to 1.</param>
/// <param name="ExplicitShare">Share of tracks with explicit lyrics, 0 to 1.</param>
/// <param name="FirstYear">Earliest release.</param>
/// <param name="Seconds">Typical length.</param>
internal sealed record Sound(
    double Tempo,
    double TempoSpread,
    double Energy,
    double Danceability,
    double Valence,
    double Acousticness,
    double Instrumentalness,
    double Speechiness,
    double Liveness,
    double Loudness,
    int[] Keys,
    double MinorShare,
    double TripleShare,
    double ExplicitShare,
    int FirstYear,
    int Seconds);

/// <summary>Words for titles and artists.</summary>
/// <param name="PersonShare">Share of artists that go by a person's name, 0 to 1.</param>
internal sealed record Words(string[] Adjectives, string[] Nouns, string[] Places, double PersonShare);
