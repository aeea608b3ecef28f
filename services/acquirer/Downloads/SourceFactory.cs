using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Sources;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Magnets;
using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>Opens the sources that the operator has named.</summary>
internal sealed class SourceFactory(IOptions<DownloadOptions> options, IArtifactStores stores, IHttpClientFactory clients, TimeProvider time)
{
    private const string TorrentScheme = "torrent:";
    private const string MagnetScheme = "magnet:";
    private const string FolderScheme = "folder:";

    /// <summary>Sources whose files are read from their beginning to their end, in the operator's order.</summary>
    /// <exception cref="InvalidDataException">An address is none.</exception>
    public IReadOnlyList<IFileSource> OpenStreamed() => [.. options.Value.Sources.Where(source => !IsTorrent(source)).Select(Open)];

    /// <summary>The torrents, in the operator's order: metadata of a .torrent file, or a magnet URI.</summary>
    /// <exception cref="InvalidDataException">One cannot be read.</exception>
    public IReadOnlyList<(TorrentMetadata? Metadata, MagnetUri? Magnet)> OpenTorrents() => [.. options.Value.Sources.Where(IsTorrent).Select(ReadTorrent)];

    /// <summary>The store to which verified files are backed up, or null.</summary>
    public IArtifactStore? OpenArchive() => options.Value.Archive.Length == 0 ? null : OpenStore(options.Value.Archive);

    private static bool IsTorrent(string source) => source.StartsWith(TorrentScheme, StringComparison.Ordinal) || source.StartsWith(MagnetScheme, StringComparison.OrdinalIgnoreCase);

    private static (TorrentMetadata?, MagnetUri?) ReadTorrent(string source)
    {
        try
        {
            return source.StartsWith(TorrentScheme, StringComparison.Ordinal) ? (TorrentReader.ReadFile(source[TorrentScheme.Length..]), null) : (null, MagnetUri.Parse(source));
        }
        catch (Exception ex) when (ex is TorrentFormatException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The source '{source}' cannot be used: {ex.Message}", ex);
        }
    }

    private IFileSource Open(string source)
    {
        var address = source == DownloadOptions.ArchiveSource ? options.Value.Archive : source;
        if (stores.IsAddress(address))
            return new ArtifactFileSource(address, OpenStore(address), time);
        if (address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return Uri.TryCreate(address, UriKind.Absolute, out var uri)
                ? new HttpFileSource(clients.CreateClient(HttpFileSource.ClientName), uri, time)
                : throw new InvalidDataException($"The source '{address}' is no address.");
        return new FolderFileSource(Path.GetFullPath(address.StartsWith(FolderScheme, StringComparison.Ordinal) ? address[FolderScheme.Length..] : address), time);
    }

    private IArtifactStore OpenStore(string address)
    {
        try
        {
            return stores.Open(address, options.Value.ArchiveStorageClass is { Length: > 0 } storageClass ? storageClass : null);
        }
        catch (FormatException ex)
        {
            throw new InvalidDataException(ex.Message, ex);
        }
    }
}
