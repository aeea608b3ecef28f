using SpotifyPlatform.Torrents.Bencode;

namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>Reads the <c>files</c> of version 1.</summary>
internal static class V1FileList
{
    /// <summary>Paths are below the torrent's folder.</summary>
    public static List<ListedFile> Read(ref BencodeReader reader)
    {
        if (reader.Token != BencodeToken.ListStart)
            throw new TorrentFormatException("Its field 'files' is no list.");
        var files = new List<ListedFile>();
        while (reader.Read() && reader.Token != BencodeToken.End)
        {
            if (reader.Token != BencodeToken.DictionaryStart)
                throw new TorrentFormatException($"File {files.Count} is no dictionary.");
            if (files.Count == InfoReader.MaxFiles)
                throw new TorrentFormatException($"It has more than {InfoReader.MaxFiles} files.");
            files.Add(ReadFile(ref reader, files.Count));
        }

        return files;
    }

    private static ListedFile ReadFile(ref BencodeReader reader, int index)
    {
        long? length = null;
        List<string>? path = null;
        List<string>? utf8Path = null;
        var isPadding = false;
        while (reader.Read() && reader.Token == BencodeToken.Key)
        {
            var key = reader.Text;
            reader.Read();
            if (key.SequenceEqual("length"u8))
                length = InfoReader.CheckedLength(InfoReader.Integer(ref reader, "length"));
            else if (key.SequenceEqual("path"u8))
                path = ReadPath(ref reader, isPadding);
            else if (key.SequenceEqual("path.utf-8"u8))
                utf8Path = ReadPath(ref reader, isPadding);
            else if (key.SequenceEqual("attr"u8))
                isPadding = IsPadding(InfoReader.Text(ref reader, "attr"), index);
            else
                reader.Skip();
        }

        var parts = utf8Path ?? path;
        if (length is null || parts is null or [])
            throw new TorrentFormatException($"File {index} has no {(length is null ? "length" : "path")}.");
        return new ListedFile(TorrentPaths.Join(parts), length.Value, isPadding, default);
    }

    private static bool IsPadding(ReadOnlySpan<byte> attributes, int index) =>
        attributes.Contains((byte)'l') ? throw new TorrentFormatException($"File {index} is a link.") : attributes.Contains((byte)'p');

    /// <summary>The attributes come before the path: the names of padding files are never used.</summary>
    private static List<string> ReadPath(ref BencodeReader reader, bool isPadding)
    {
        if (reader.Token != BencodeToken.ListStart)
            throw new TorrentFormatException("The path of a file is no list.");
        var parts = new List<string>();
        while (reader.Read() && reader.Token != BencodeToken.End)
        {
            var part = InfoReader.Text(ref reader, "path");
            parts.Add(isPadding ? ".pad" : TorrentPaths.Name(part));
        }

        return parts;
    }
}
