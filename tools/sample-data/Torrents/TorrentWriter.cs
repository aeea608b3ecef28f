using System.Security.Cryptography;
using System.Text;

namespace SpotifyPlatform.SampleData.Torrents;

/// <summary>Writes .torrent files, by other code than reads them. All files are in a folder of the torrent's name.</summary>
public static class TorrentWriter
{
    private const int BlockBytes = 16 << 10;
    private const int HashBytes = 32;

    /// <param name="files">In the order of their paths.</param>
    /// <param name="pieceLength">A power of two of at least 16 KiB.</param>
    public static byte[] Write(TorrentVersions versions, string name, int pieceLength, IReadOnlyList<TorrentContent> files, string? tracker = null)
    {
        var info = new Dictionary<string, object> { ["name"] = name, ["piece length"] = (long)pieceLength };
        var torrent = new Dictionary<string, object> { ["info"] = info };
        if (tracker is not null)
            torrent["announce"] = tracker;
        if (versions.HasFlag(TorrentVersions.V1))
            AddV1(info, pieceLength, versions == TorrentVersions.Hybrid ? WithPadding(files, pieceLength) : files);
        if (versions.HasFlag(TorrentVersions.V2))
            torrent["piece layers"] = AddV2(info, pieceLength, files);
        return Bencoder.Encode(torrent);
    }

    private static void AddV1(Dictionary<string, object> info, int pieceLength, IReadOnlyList<TorrentContent> files)
    {
        info["files"] = files.Select(object (file) => FileEntry(file)).ToList();
        using var all = new MemoryStream();
        var (piece, filled) = (new byte[pieceLength], 0);
        foreach (var file in files)
        {
            using var content = file.Open();
            for (int count; (count = content.Read(piece, filled, pieceLength - filled)) > 0;)
                if ((filled += count) == pieceLength)
                    (_, filled) = (Sha1(all, piece), 0);
        }

        if (filled > 0)
            Sha1(all, piece.AsSpan(0, filled));
        info["pieces"] = all.ToArray();
    }

    private static Dictionary<string, object> FileEntry(TorrentContent file)
    {
        var entry = new Dictionary<string, object> { ["length"] = file.Length, ["path"] = file.Path.Split('/').Cast<object>().ToList() };
        if (file.Path.StartsWith(".pad/", StringComparison.Ordinal))
            entry["attr"] = "p";
        return entry;
    }

    private static int Sha1(MemoryStream hashes, ReadOnlySpan<byte> piece)
    {
#pragma warning disable CA5350 // The protocol's own hash.
        hashes.Write(SHA1.HashData(piece));
#pragma warning restore CA5350
        return piece.Length;
    }

    /// <summary>Zero bytes between the files, so that each begins with a piece.</summary>
    private static List<TorrentContent> WithPadding(IReadOnlyList<TorrentContent> files, int pieceLength)
    {
        var padded = new List<TorrentContent>();
        var offset = 0L;
        foreach (var file in files)
        {
            if (offset % pieceLength is var used and > 0)
                padded.Add(TorrentContent.Of($".pad/{pieceLength - used}", new byte[pieceLength - used]));
            padded.Add(file);
            offset = file.Length;
        }

        return padded;
    }

    /// <returns>The piece layers.</returns>
    private static Dictionary<string, object> AddV2(Dictionary<string, object> info, int pieceLength, IReadOnlyList<TorrentContent> files)
    {
        var (tree, layers) = (new Dictionary<string, object>(), new Dictionary<string, object>());
        foreach (var file in files)
        {
            var folder = tree;
            foreach (var part in file.Path.Split('/').Select(part => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(part))))
                folder = (Dictionary<string, object>)(folder.TryGetValue(part, out var known) ? known : folder[part] = new Dictionary<string, object>());
            var entry = new Dictionary<string, object> { ["length"] = file.Length };
            folder[""] = entry;
            if (file.Length == 0)
                continue;
            var (root, layer) = HashTree(file, pieceLength);
            entry["pieces root"] = root;
            if (file.Length > pieceLength)
                layers[Encoding.Latin1.GetString(root)] = layer;
        }

        info["file tree"] = tree;
        info["meta version"] = 2L;
        return layers;
    }

    private static (byte[] Root, byte[] Layer) HashTree(TorrentContent file, int pieceLength)
    {
        var blocks = new List<byte[]>();
        using (var content = file.Open())
        {
            var block = new byte[BlockBytes];
            for (int count; (count = content.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false)) > 0;)
                blocks.Add(SHA256.HashData(block.AsSpan(0, count)));
        }

        var perPiece = pieceLength / BlockBytes;
        if (blocks.Count <= perPiece)
            return (Root(blocks, PowerOfTwo(blocks.Count)), []);
        var pieces = blocks.Chunk(perPiece).Select(piece => Root(piece, perPiece)).ToList();
        var empty = Root([], perPiece);
        while (pieces.Count < PowerOfTwo(pieces.Count))
            pieces.Add(empty);
        return (Root(pieces, pieces.Count), [.. pieces.Take((blocks.Count + perPiece - 1) / perPiece).SelectMany(piece => piece)]);
    }

    /// <summary>The root over leaves that are filled up with zeros.</summary>
    private static byte[] Root(IReadOnlyList<byte[]> leaves, int width)
    {
        if (width == 1)
            return leaves.Count == 0 ? new byte[HashBytes] : leaves[0];
        var half = width / 2;
        return SHA256.HashData([.. Root([.. leaves.Take(half)], half), .. Root([.. leaves.Skip(half)], half)]);
    }

    private static int PowerOfTwo(int count)
    {
        var width = 1;
        while (width < count)
            width *= 2;
        return width;
    }
}
