using System.Globalization;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>Ids, codes and events that tests share, made from small numbers so that a failure can be read.</summary>
internal static class Scenario
{
    /// <summary>Ids of several first characters, so that matches take several events.</summary>
    public static TrackId Track(int number) => TrackId.Parse($"{number % 7}{number.ToString("D21", CultureInfo.InvariantCulture)}");

    public static string Isrc(int number) => $"USABC26{number.ToString("D5", CultureInfo.InvariantCulture)}";

    public static Guid Gid(int number) => new(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    public static Mbid Mbid(int number) => new(Gid(number));

    public static TracksExtracted Batch(params CatalogTrack[] tracks)
    {
        var batch = new TracksExtracted { Origin = new BatchOrigin { FileSha256 = ByteString.CopyFrom(new byte[32]) } };
        batch.Tracks.AddRange(tracks);
        return batch;
    }

    public static CatalogTrack Row(int track, string isrc, long durationMs = 200_000) => new()
    {
        SpotifyId = ByteString.CopyFrom(Track(track).ToKey()),
        Name = $"Track {track}",
        Isrc = isrc,
        DurationMs = durationMs,
    };
}
