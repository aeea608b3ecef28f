using System.Globalization;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>Creates events about tracks from small numbers, which keeps failure messages readable.</summary>
internal static class Events
{
    public static TrackId Track(int number) => TrackId.Parse(number.ToString("D22", CultureInfo.InvariantCulture));

    public static ArtistId Artist(int number) => new(Track(number).Value);

    public static Mbid Mbid(int number) => new(new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

    /// <param name="producer">1 to 255; counts of producers add up, of one producer the highest counts.</param>
    public static TracksAccessed Access(int producer, params (int Track, int Count)[] tracks)
    {
        var message = new TracksAccessed { Producer = ByteString.CopyFrom([.. new byte[15], (byte)producer]) };
        message.Tracks.Add(tracks.Select(track => new AccessedTrack { SpotifyId = Key(track.Track), Count = track.Count, LastAccessedMs = 1 }));
        return message;
    }

    private static ByteString Key(int track) => ByteString.CopyFrom(Track(track).ToKey());
}
