using System.Security.Cryptography;
using SpotifyPlatform.Torrents.Bencode;

namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>Reads the <c>file tree</c> of version 2, in which folders are dictionaries and a file is a dictionary with an empty key.</summary>
internal static class V2FileTree
{
    /// <summary>Paths are below the torrent's folder, in the order of the tree.</summary>
    public static List<ListedFile> Read(ref BencodeReader reader, ReadOnlyMemory<byte> info)
    {
        if (reader.Token != BencodeToken.DictionaryStart)
            throw new TorrentFormatException("Its field 'file tree' is no dictionary.");
        var (files, path, root) = (new List<ListedFile>(), new List<string>(), reader.Depth);
        var isFile = false;
        while (reader.Read() && reader.Depth >= root)
        {
            if (reader.Token == BencodeToken.End)
            {
                path.RemoveAt(path.Count - 1);
                isFile = false;
                continue;
            }

            if (isFile)
                throw new TorrentFormatException($"'{TorrentPaths.Printable(string.Join('/', path))}' is both a file and a folder.");
            var key = reader.Text;
            var start = reader.Start;
            reader.Read();
            if (reader.Token != BencodeToken.DictionaryStart)
                throw new TorrentFormatException($"Its file tree has a value that is no dictionary at byte {start}.");
            if (key.Length > 0)
            {
                path.Add(TorrentPaths.Name(key));
                continue;
            }

            if (path.Count == 0)
                throw new TorrentFormatException("Its file tree has a file without a name.");
            if (files.Count == InfoReader.MaxFiles)
                throw new TorrentFormatException($"It has more than {InfoReader.MaxFiles} files.");
            files.Add(ReadFile(ref reader, info, TorrentPaths.Join(path)));
            isFile = true;
        }

        return files.Count > 0 ? files : throw new TorrentFormatException("It has no files.");
    }

    private static ListedFile ReadFile(ref BencodeReader reader, ReadOnlyMemory<byte> info, string path)
    {
        long? length = null;
        ReadOnlyMemory<byte> root = default;
        while (reader.Read() && reader.Token == BencodeToken.Key)
        {
            var key = reader.Text;
            reader.Read();
            if (key.SequenceEqual("length"u8))
                length = InfoReader.CheckedLength(InfoReader.Integer(ref reader, "length"));
            else if (key.SequenceEqual("pieces root"u8))
                root = info[(reader.Position - InfoReader.Text(ref reader, "pieces root").Length)..reader.Position];
            else if (key.SequenceEqual("attr"u8) && InfoReader.Text(ref reader, "attr").Contains((byte)'l'))
                throw new TorrentFormatException($"'{TorrentPaths.Printable(path)}' is a link.");
            else
                reader.Skip();
        }

        if (length is null)
            throw new TorrentFormatException($"'{TorrentPaths.Printable(path)}' has no length.");
        if (root.Length != (length == 0 ? 0 : SHA256.HashSizeInBytes))
            throw new TorrentFormatException($"The root of '{TorrentPaths.Printable(path)}' has {root.Length} bytes.");
        return new ListedFile(path, length.Value, IsPadding: false, root);
    }
}
