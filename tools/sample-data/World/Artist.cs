namespace SpotifyPlatform.SampleData.World;

/// <param name="Index">From 0; the row id is one more.</param>
/// <param name="Id">22 characters.</param>
/// <param name="Popularity">0 to 100.</param>
/// <param name="Tags">Up to three of the genre's tags; empty for an unclassified artist.</param>
internal sealed record Artist(int Index, string Id, string Name, Genre Genre, int Popularity, int Followers, string[] Tags);

/// <param name="Index">From 0; the row id is one more.</param>
/// <param name="First">Index of its first track; its tracks follow each other.</param>
/// <param name="Size">Tracks on it.</param>
/// <param name="ReleaseDate"><c>YYYY</c>, <c>YYYY-MM</c> or <c>YYYY-MM-DD</c>, as the precision says.</param>
/// <param name="Precision"><c>year</c>, <c>month</c> or <c>day</c>.</param>
internal sealed record Album(
    int Index,
    string Id,
    string Name,
    string Type,
    int Artist,
    int First,
    int Size,
    string Label,
    string? Upc,
    string ReleaseDate,
    string Precision,
    int Popularity);

/// <param name="Index">From 0; the row id is one more.</param>
/// <param name="Root">Index of the track that first released this recording: itself, or for a reissue an earlier track with the same ISRC.</param>
/// <param name="Isrc">As the catalogue has it: valid in any written form, junk, empty or null.</param>
/// <param name="Artists">Artist indexes, the main artist first.</param>
internal sealed record Track(
    int Index,
    int Root,
    SpotifyPlatform.Music.TrackId Id,
    string Name,
    int Album,
    int Number,
    string? Isrc,
    int Popularity,
    int DurationMs,
    bool Explicit,
    Genre Genre,
    int[] Artists);
