using System.Text;
using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

/// <summary>.torrent files written as text, a character a byte.</summary>
internal static class TorrentTexts
{
    public static string Text(string value) => $"{Encoding.UTF8.GetByteCount(value)}:{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value))}";

    /// <summary>A v1 torrent of files of one byte, in one piece.</summary>
    public static string OfPaths(params string[][] paths)
    {
        var files = string.Concat(paths.Select(path => $"d6:lengthi1e4:pathl{string.Concat(path.Select(Text))}ee"));
        return $"d4:infod5:filesl{files}e4:name1:t12:piece lengthi16384e6:pieces20:{new string('h', 20)}ee";
    }

    public static TorrentMetadata Read(string torrent) => TorrentReader.Read(Encoding.Latin1.GetBytes(torrent));

    public static string Refusal(string torrent) => Assert.Throws<TorrentFormatException>(() => Read(torrent)).Message;
}
