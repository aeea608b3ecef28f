using System.Security.Cryptography;
using SpotifyPlatform.Torrents.Bencode;

namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>Reads .torrent files of version 1 (BEP 3), version 2 (BEP 52) and both at once (hybrid). Whatever the bytes, it ends with metadata or a refusal.</summary>
public static class TorrentReader
{
    /// <summary>Bytes of a .torrent file: twice what 4 TB in pieces of 4 MiB need.</summary>
    public const int MaxBytes = 64 << 20;

    private const int MaxTrackers = 100;
    private const int MaxTrackerBytes = 2_048;

    /// <exception cref="TorrentFormatException">The file is refused.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TorrentMetadata ReadFile(string path)
    {
        if (new FileInfo(path).Length is var length and > MaxBytes)
            throw TooLarge(length);
        return Read(File.ReadAllBytes(path));
    }

    /// <param name="torrent">Kept: piece hashes are slices of it.</param>
    /// <exception cref="TorrentFormatException">The bytes are refused.</exception>
    public static TorrentMetadata Read(ReadOnlyMemory<byte> torrent)
    {
        if (torrent.Length > MaxBytes)
            throw TooLarge(torrent.Length);
        try
        {
            return ReadRoot(torrent);
        }
        catch (BencodeException ex)
        {
            throw new TorrentFormatException($"It is no valid bencode. {ex.Message}", ex);
        }
    }

    private static TorrentFormatException TooLarge(long length) => new($"It has {length} bytes; a .torrent file has at most {MaxBytes}.");

    private static TorrentMetadata ReadRoot(ReadOnlyMemory<byte> torrent)
    {
        var reader = new BencodeReader(torrent.Span);
        reader.Read();
        if (reader.Token != BencodeToken.DictionaryStart)
            throw new TorrentFormatException("It is no dictionary.");
        (int Start, int End)? info = null;
        (int Start, int End)? layers = null;
        var trackers = new List<string>();
        while (reader.Read() && reader.Token == BencodeToken.Key)
        {
            var key = reader.Text;
            reader.Read();
            var start = reader.Start;
            if (key.SequenceEqual("announce"u8) || key.SequenceEqual("announce-list"u8))
                AddTrackers(ref reader, trackers);
            else
                reader.Skip();
            if (key.SequenceEqual("info"u8))
                info = (start, reader.Position);
            else if (key.SequenceEqual("piece layers"u8))
                layers = (start, reader.Position);
        }

        // The end of the input, or what follows the dictionary, which is an error.
        reader.Read();
        if (info is not { } found)
            throw new TorrentFormatException("It has no info dictionary.");
        var infoBytes = torrent[found.Start..found.End];
        var content = InfoReader.Read(infoBytes);
        return Build(torrent, infoBytes.Span, content, layers is { } at ? PieceLayers.Read(torrent[at.Start..at.End]) : new PieceLayers(), trackers);
    }

    private static TorrentMetadata Build(ReadOnlyMemory<byte> torrent, ReadOnlySpan<byte> info, InfoContent content, PieceLayers layers, List<string> trackers)
    {
        var hash = new InfoHash(content.HasV1 ? Sha1Of(info) : null, content.HasV2 ? Convert.ToHexStringLower(SHA256.HashData(info)) : null);
        var files = FileLayout.Of(content, layers);
        var torrentMetadata = new TorrentMetadata(hash, content.Name, content.PieceLength, files)
        {
            Original = torrent,
            Pieces = content.Pieces,
            Trackers = trackers,
            IsPrivate = content.IsPrivate,
            NeedsCaseSensitivity = TorrentPaths.Check(files),
        };
        if (content.HasV1 && content.Pieces.Length != SHA1.HashSizeInBytes * (long)torrentMetadata.PieceCount)
            throw new TorrentFormatException(
                $"It has {content.Pieces.Length / SHA1.HashSizeInBytes} hashes of pieces; {torrentMetadata.Span} bytes in pieces of {content.PieceLength} need {torrentMetadata.PieceCount}.");
        return torrentMetadata;
    }

#pragma warning disable CA5350 // The protocol's own hash.
    private static string Sha1Of(ReadOnlySpan<byte> info) => Convert.ToHexStringLower(SHA1.HashData(info));
#pragma warning restore CA5350

    /// <summary>The addresses of an <c>announce</c> or an <c>announce-list</c>; those of other schemes are left out.</summary>
    private static void AddTrackers(ref BencodeReader reader, List<string> trackers)
    {
        if (reader.Token == BencodeToken.Text)
            AddTracker(reader.Text, trackers);
        if (reader.Token != BencodeToken.ListStart)
        {
            reader.Skip();
            return;
        }

        for (var depth = reader.Depth - 1; reader.Depth > depth;)
        {
            reader.Read();
            if (reader.Token == BencodeToken.Text)
                AddTracker(reader.Text, trackers);
        }
    }

    private static void AddTracker(ReadOnlySpan<byte> bytes, List<string> trackers)
    {
        if (trackers.Count < MaxTrackers && bytes.Length <= MaxTrackerBytes && TrackerAddress.Normalize(System.Text.Encoding.UTF8.GetString(bytes)) is { } address
            && !trackers.Contains(address, StringComparer.Ordinal))
            trackers.Add(address);
    }
}
