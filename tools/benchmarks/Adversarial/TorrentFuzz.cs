using System.Text;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Magnets;
using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary><c>fuzz torrent</c>: mutated .torrent files of every version, and mutated magnet URIs.</summary>
internal static class TorrentFuzz
{
    private const int PieceLength = 16_384;
    private const string Magnet =
        "magnet:?xt=urn:btih:d2474e86c95b19b8bcfdb92bc12c9d44667cfa36&xt.2=urn:btmh:1220caf1e1c30e81cb361b9ee167c4aa64228a7fa4fa9f6105232b28ad099f3a302e"
        + "&dn=a+b&tr=udp%3A%2F%2Ftracker.example%3A1337&x.pe=10.1.0.2:51413&xt=urn:btih:2JDU5BWJLMM3RPH5XEV4CLE5IRTHZ6RW";

    public static int Run(string[] args)
    {
        TorrentContent[] files = [TorrentContent.Of("0a.jsonl.zst", new byte[40_000]), TorrentContent.Of("empty", []), TorrentContent.Of("sub/n\u00e4me", new byte[PieceLength])];
        byte[][] corpus =
        [
            .. new[] { TorrentVersions.V1, TorrentVersions.V2, TorrentVersions.Hybrid }
                .Select(versions => TorrentWriter.Write(versions, "set", PieceLength, files, "http://tracker.example/announce")),
        ];
        var magnet = Encoding.Latin1.GetBytes(Magnet);
        return FuzzRun.Run("torrent", 1_000_000, args, (random, i) => i % 5 == 0
            ? FuzzMagnet(Encoding.Latin1.GetString(Mutations.Of(magnet, random, headerBytes: 60)))
            : FuzzTorrent(MutateNumbers(Mutations.Of(corpus[random.Next(corpus.Length)], random, headerBytes: 250), random)));
    }

    /// <summary>Changes digits now and then: lengths and counts are where a reader trusts too much.</summary>
    private static byte[] MutateNumbers(byte[] bytes, Random random)
    {
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = Array.FindIndex(bytes, random.Next(bytes.Length + 1), static value => char.IsAsciiDigit((char)value));
            if (at >= 0)
                bytes[at] = (byte)('0' + random.Next(10));
        }

        return bytes;
    }

    /// <summary>What is taken must be consistent: each byte of each file in one piece.</summary>
    private static string FuzzTorrent(byte[] bytes)
    {
        TorrentMetadata torrent;
        try
        {
            torrent = TorrentReader.Read(bytes);
        }
        catch (TorrentFormatException)
        {
            return "torrent refused";
        }

        var map = new PieceMap(torrent);
        var length = 0L;
        for (var piece = 0; piece < torrent.PieceCount; piece++)
            length += map.SegmentsOf(piece).Where(segment => !segment.File.IsPadding).Sum(segment => (long)segment.Length);
        if (length != torrent.ContentLength || torrent.Files.Any(file => file.Path.Split('/').Contains("..", StringComparer.Ordinal)))
            throw new InvalidDataException($"{length} bytes in the pieces of {torrent.ContentLength}.");
        return "torrent read";
    }

    private static string FuzzMagnet(string text)
    {
        try
        {
            return MagnetUri.Parse(text).InfoHash.WireName.Length == 40 ? "magnet read" : throw new InvalidDataException(text);
        }
        catch (TorrentFormatException)
        {
            return "magnet refused";
        }
    }
}
