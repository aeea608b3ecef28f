using System.Security.Cryptography;
using SpotifyPlatform.Torrents.Bencode;

namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>The <c>piece layers</c> of version 2: for the root of each file that is larger than a piece, the hashes of its pieces.</summary>
internal sealed class PieceLayers
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> layers = new(StringComparer.Ordinal);

    public static PieceLayers Read(ReadOnlyMemory<byte> bytes)
    {
        var read = new PieceLayers();
        var reader = new BencodeReader(bytes.Span);
        reader.Read();
        if (reader.Token != BencodeToken.DictionaryStart)
            throw new TorrentFormatException("Its piece layers are no dictionary.");
        while (reader.Read() && reader.Token == BencodeToken.Key)
        {
            var root = reader.Text;
            reader.Read();
            var layer = InfoReader.Text(ref reader, "piece layers");
            if (root.Length != SHA256.HashSizeInBytes || read.layers.Count == InfoReader.MaxFiles)
                throw new TorrentFormatException("Its piece layers have a key that is no root, or too many.");
            read.layers.Add(Convert.ToHexStringLower(root), bytes[(reader.Position - layer.Length)..reader.Position]);
        }

        return read;
    }

    /// <summary>The layer of a root; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> root) => layers.GetValueOrDefault(Convert.ToHexStringLower(root.Span));
}
