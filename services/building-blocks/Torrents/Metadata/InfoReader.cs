using System.Numerics;
using System.Security.Cryptography;
using SpotifyPlatform.Torrents.Bencode;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>Reads the <c>info</c> dictionary.</summary>
internal static class InfoReader
{
    /// <summary>Files of a torrent. Each costs memory beside the bytes of the .torrent file.</summary>
    public const int MaxFiles = 200_000;

    /// <summary>Bytes of all files; sums of lengths stay far from an overflow.</summary>
    public const long MaxContent = 1L << 50;

    private const int MaxPieceLength = 512 << 20;

    public static InfoContent Read(ReadOnlyMemory<byte> info)
    {
        var fields = new Fields();
        var reader = new BencodeReader(info.Span);
        reader.Read();
        if (reader.Token != BencodeToken.DictionaryStart)
            throw new TorrentFormatException("Its info is no dictionary.");
        while (reader.Read() && reader.Token == BencodeToken.Key)
        {
            var key = reader.Text;
            reader.Read();
            fields.Take(key, ref reader, info);
        }

        return fields.ToContent();
    }

    private sealed class Fields
    {
        private string? name;
        private string? utf8Name;
        private long? pieceLength;
        private long? length;
        private long? version;
        private bool isPrivate;
        private bool isPadding;
        private ReadOnlyMemory<byte>? pieces;
        private List<ListedFile>? v1Files;
        private List<ListedFile>? v2Files;

        public void Take(ReadOnlySpan<byte> key, ref BencodeReader reader, ReadOnlyMemory<byte> info)
        {
            if (key.SequenceEqual("name"u8))
                name = TorrentPaths.Name(Text(ref reader, "name"));
            else if (key.SequenceEqual("name.utf-8"u8))
                utf8Name = TorrentPaths.Name(Text(ref reader, "name.utf-8"));
            else if (key.SequenceEqual("piece length"u8))
                pieceLength = Integer(ref reader, "piece length");
            else if (key.SequenceEqual("length"u8))
                length = Integer(ref reader, "length");
            else if (key.SequenceEqual("meta version"u8))
                version = Integer(ref reader, "meta version");
            else if (key.SequenceEqual("private"u8) && reader.Token == BencodeToken.Number)
                isPrivate = reader.Number == 1;
            else if (key.SequenceEqual("attr"u8) && reader.Token == BencodeToken.Text)
                isPadding = reader.Text.Contains((byte)'p');
            else if (key.SequenceEqual("pieces"u8))
                pieces = info[(reader.Position - Text(ref reader, "pieces").Length)..reader.Position];
            else if (key.SequenceEqual("files"u8))
                v1Files = V1FileList.Read(ref reader);
            else if (key.SequenceEqual("file tree"u8))
                v2Files = V2FileTree.Read(ref reader, info);
            else
                reader.Skip();
        }

        public InfoContent ToContent()
        {
            var shown = utf8Name ?? name ?? throw new TorrentFormatException("It has no name.");
            var hasV2 = v2Files is not null;
            if (version is not (null or 1 or 2))
                throw new TorrentFormatException($"It has meta version {version}; versions 1 and 2 are read.");
            if (hasV2 != (version == 2))
                throw new TorrentFormatException(hasV2 ? "It has a file tree without meta version 2." : "It has meta version 2 without a file tree.");
            if (pieces is { } hashes && hashes.Length % SHA1.HashSizeInBytes != 0)
                throw new TorrentFormatException($"The hashes of its pieces have {hashes.Length} bytes, which is no multiple of {SHA1.HashSizeInBytes}.");
            if (pieces is null && !hasV2)
                throw new TorrentFormatException("It has no hashes of pieces.");
            return new InfoContent
            {
                Name = shown,
                PieceLength = CheckedPieceLength(hasV2),
                HasV1 = pieces is not null,
                HasV2 = hasV2,
                IsPrivate = isPrivate,
                Pieces = pieces ?? default,
                V1Files = pieces is null ? [] : ListV1(shown),
                V2Files = v2Files is null ? [] : ListV2(shown, v2Files),
            };
        }

        private int CheckedPieceLength(bool hasV2) => pieceLength switch
        {
            null => throw new TorrentFormatException("It has no piece length."),
            <= 0 or > MaxPieceLength => throw new TorrentFormatException($"Its piece length is {pieceLength}; 1 to {MaxPieceLength} are taken."),
            { } value when hasV2 && (value < MerkleTree.BlockBytes || !BitOperations.IsPow2(value)) =>
                throw new TorrentFormatException($"Its piece length is {value}; that of version 2 is a power of two of at least {MerkleTree.BlockBytes}."),
            { } value => (int)value,
        };

        private List<ListedFile> ListV1(string shown)
        {
            if (length is not null && v1Files is not null)
                throw new TorrentFormatException("It has both a length and a list of files.");
            if (length is { } single)
                return [new ListedFile(shown, CheckedLength(single), isPadding, default)];
            if (v1Files is null or [])
                throw new TorrentFormatException("It has no files.");
            return [.. v1Files.Select(file => file with { Path = $"{shown}/{file.Path}" })];
        }

        /// <summary>A tree that is one file of the torrent's name is that file, without a folder.</summary>
        private static List<ListedFile> ListV2(string shown, List<ListedFile> files) =>
            files is [{ } single] && single.Path == shown ? files : [.. files.Select(file => file with { Path = $"{shown}/{file.Path}" })];
    }

    public static long CheckedLength(long length) =>
        length is >= 0 and <= MaxContent ? length : throw new TorrentFormatException($"A file of {length} bytes; 0 to {MaxContent} are taken.");

    public static ReadOnlySpan<byte> Text(ref BencodeReader reader, string field) =>
        reader.Token == BencodeToken.Text ? reader.Text : throw new TorrentFormatException($"Its field '{field}' is no text.");

    public static long Integer(ref BencodeReader reader, string field) =>
        reader.Token == BencodeToken.Number ? reader.Number : throw new TorrentFormatException($"Its field '{field}' is no integer.");
}
