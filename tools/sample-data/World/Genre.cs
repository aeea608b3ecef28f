namespace SpotifyPlatform.SampleData.World;

/// <summary>A genre: typical features, tags, and the vocabulary of its names.</summary>
/// <param name="Name">As in the truth files.</param>
/// <param name="Tags">Values for <c>artist_genres</c>.</param>
/// <param name="Weight">Share of the artists, relative to the other genres.</param>
/// <param name="Neighbour">The related genre that is mixed with it in playlists.</param>
/// <param name="Sound">Typical features.</param>
/// <param name="Words">Vocabulary of titles and artist names.</param>
internal sealed record Genre(string Name, string[] Tags, double Weight, string Neighbour, Sound Sound, Words Words);

/// <summary>Mean feature values of a genre; units as in Music.AudioFeatures.</summary>
/// <param name="Tempo">Beats per minute.</param>
/// <param name="TempoSpread">Standard deviation of the tempo.</param>
/// <param name="Keys">Most frequent pitch classes.</param>
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
/// <param name="PersonShare">Share of artists named like a person, 0 to 1.</param>
internal sealed record Words(string[] Adjectives, string[] Nouns, string[] Places, double PersonShare);
