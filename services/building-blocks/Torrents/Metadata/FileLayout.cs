using System.Security.Cryptography;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>Where the files lie within the pieces. Version 1 puts them end to end; in version 2 each begins with a piece.</summary>
internal static class FileLayout
{
    /// <exception cref="TorrentFormatException">The two versions of a hybrid differ, or a layer does not belong to its file.</exception>
    public static IReadOnlyList<TorrentFile> Of(InfoContent content, PieceLayers layers)
    {
        var files = content.HasV1 ? EndToEnd(content.V1Files) : Aligned(content.V2Files, content.PieceLength);
        if (!content.HasV2)
            return files;
        if (content.HasV1)
            files = WithRoots(files, content);
        return [.. files.Select(file => file.IsPadding ? file : WithLayer(file, layers, content.PieceLength))];
    }

    private static List<TorrentFile> EndToEnd(IReadOnlyList<ListedFile> listed)
    {
        var (files, offset) = (new List<TorrentFile>(listed.Count), 0L);
        foreach (var file in listed)
        {
            files.Add(new TorrentFile(files.Count, file.Path, file.Length, offset, file.IsPadding));
            offset = Checked(offset + file.Length);
        }

        return files;
    }

    private static List<TorrentFile> Aligned(IReadOnlyList<ListedFile> listed, int pieceLength)
    {
        var (files, offset) = (new List<TorrentFile>(listed.Count), 0L);
        foreach (var file in listed)
        {
            if (file.Length > 0)
                offset = Checked((offset + pieceLength - 1) / pieceLength * pieceLength);
            files.Add(new TorrentFile(files.Count, file.Path, file.Length, offset, IsPadding: false) { Root = file.Root });
            offset = Checked(offset + file.Length);
        }

        return files;
    }

    private static long Checked(long offset) =>
        offset <= InfoReader.MaxContent ? offset : throw new TorrentFormatException($"Its files have more than {InfoReader.MaxContent} bytes.");

    /// <summary>Both versions of a hybrid have the same files, and padding lets each begin with a piece in version 1 too.</summary>
    private static List<TorrentFile> WithRoots(List<TorrentFile> files, InfoContent content)
    {
        var roots = new Queue<ListedFile>(content.V2Files);
        var merged = new List<TorrentFile>(files.Count);
        foreach (var file in files)
        {
            if (file.IsPadding)
            {
                merged.Add(file);
                continue;
            }

            if (!roots.TryDequeue(out var listed) || listed.Path != file.Path || listed.Length != file.Length)
                throw new TorrentFormatException($"Its two versions differ at '{TorrentPaths.Printable(file.Path)}'.");
            if (file.Length > 0 && file.Offset % content.PieceLength != 0)
                throw new TorrentFormatException($"'{TorrentPaths.Printable(file.Path)}' does not begin with a piece in version 1.");
            merged.Add(file with { Root = listed.Root });
        }

        return roots.Count == 0 ? merged : throw new TorrentFormatException("Its two versions differ in their files.");
    }

    private static TorrentFile WithLayer(TorrentFile file, PieceLayers layers, int pieceLength)
    {
        if (file.Length <= pieceLength)
            return file;
        var layer = layers.Of(file.Root);
        var count = (file.Length + pieceLength - 1) / pieceLength;
        if (layer.Length != count * SHA256.HashSizeInBytes)
            throw new TorrentFormatException($"'{TorrentPaths.Printable(file.Path)}' has {count} pieces and hashes for {layer.Length / SHA256.HashSizeInBytes} in the piece layers.");
        if (!MerkleTree.RootOf(layer.Span, MerkleTree.HeightOf(pieceLength)).AsSpan().SequenceEqual(file.Root.Span))
            throw new TorrentFormatException($"The piece layer of '{TorrentPaths.Printable(file.Path)}' does not hash to its root.");
        return file with { Layer = layer };
    }
}
