using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>Ids made of a kind and a number.</summary>
internal static class Ids
{
    public static TrackId Track(long n) => new(((UInt128)1 << 96) + (UInt128)n);

    public static TrackId Artist(long n) => new(((UInt128)2 << 96) + (UInt128)n);

    public static TrackId Playlist(long n) => new(((UInt128)3 << 96) + (UInt128)n);
}
