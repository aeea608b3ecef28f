using System.Globalization;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.Music;
using Match = SpotifyPlatform.Contracts.Xref.V1.Match;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>Creates events about tracks from small numbers, which keeps failure messages readable.</summary>
internal static class Events
{
    public static TrackId Track(int number) => TrackId.Parse(number.ToString("D22", CultureInfo.InvariantCulture));

    public static ArtistId Artist(int number) => new(Track(number).Value);

    public static Mbid Mbid(int number) => new(new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

    public static TracksExtracted Describe(params (int Track, int Popularity)[] tracks)
    {
        var message = new TracksExtracted();
        foreach (var (track, popularity) in tracks)
        {
            var row = new CatalogTrack
            {
                SpotifyId = Key(track),
                Name = $"Track {track}",
                Isrc = $"USABC26{track.ToString("D5", CultureInfo.InvariantCulture)}",
                Popularity = popularity,
                ReleaseDate = "1999-12-31",
                Explicit = track % 2 == 1,
            };
            row.Artists.Add(new CatalogArtist { SpotifyId = Key(1_000), Name = "First" });
            row.Artists.Add(new CatalogArtist { SpotifyId = Key(2_000), Name = "Second" });
            row.Genres.Add(["ambient", "jazz"]);
            message.Tracks.Add(row);
        }

        return message;
    }

    public static FeaturesExtracted Features(params int[] tracks)
    {
        var message = new FeaturesExtracted();
        message.Tracks.Add(tracks.Select(track => new TrackAudioFeatures { SpotifyId = Key(track), Tempo = 130, Energy = track / 100.0, Key = -1, DurationMs = 1 }));
        return message;
    }

    public static TracksMatched Match(params (int Track, int? Mbid)[] matches)
    {
        var message = new TracksMatched();
        message.Matches.Add(matches.Select(match => new Match
        {
            SpotifyId = Key(match.Track),
            Mbid = match.Mbid is { } mbid ? ByteString.CopyFrom(Mbid(mbid).ToBytes()) : ByteString.Empty,
        }));
        return message;
    }

    /// <param name="producer">1 to 255; counts of producers add up, of one producer the highest counts.</param>
    public static TracksAccessed Access(int producer, params (int Track, int Count)[] tracks)
    {
        var message = new TracksAccessed { Producer = ByteString.CopyFrom([.. new byte[15], (byte)producer]) };
        message.Tracks.Add(tracks.Select(track => new AccessedTrack { SpotifyId = Key(track.Track), Count = track.Count, LastAccessedMs = 1 }));
        return message;
    }

    private static ByteString Key(int track) => ByteString.CopyFrom(Track(track).ToKey());
}
