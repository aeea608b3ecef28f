using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>The table of artists: the value of a row is <see cref="ArtistText"/>.</summary>
public static class ArtistTable
{
    public const string Name = "artists";

    public const int KeyBytes = TrackId.KeyLength;
}

/// <summary>The table of albums: the value of a row is <see cref="AlbumText"/>.</summary>
public static class AlbumTable
{
    public const string Name = "albums";

    public const int KeyBytes = TrackId.KeyLength;
}
