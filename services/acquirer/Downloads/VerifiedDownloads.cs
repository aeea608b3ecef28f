using SpotifyPlatform.Acquirer.Acquisition;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>Reads what is verified of the torrents in a folder, from the folder's own state: whichever process downloads them, this one sees it.</summary>
internal sealed class VerifiedDownloads(string folder) : IVerifiedDownloads
{
    public IReadOnlyDictionary<string, VerifiedContent?> List() =>
        DownloadedTorrent.In(new Destination(folder), _ => true)
            .SelectMany(torrent => torrent.Wanted.Select(file => (file.Path, Content: torrent.FindComplete(file))))
            .GroupBy(file => file.Path, StringComparer.Ordinal)
            .ToDictionary(file => file.Key, file => file.Select(torrent => torrent.Content).FirstOrDefault(content => content is not null), StringComparer.Ordinal);
}
