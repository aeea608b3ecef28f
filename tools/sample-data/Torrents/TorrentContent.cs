namespace SpotifyPlatform.SampleData.Torrents;

/// <summary>A file of a torrent that is written.</summary>
/// <param name="Path">Below the torrent's folder, with forward slashes.</param>
public sealed record TorrentContent(string Path, long Length, Func<Stream> Open)
{
    public static TorrentContent Of(string path, byte[] bytes) => new(path, bytes.Length, () => new MemoryStream(bytes));

    public static TorrentContent OfFile(string path, string file) => new(path, new FileInfo(file).Length, () => File.OpenRead(file));
}
