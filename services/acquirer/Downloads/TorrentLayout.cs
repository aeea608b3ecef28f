using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>
/// Where a file of an archive belongs in the layout that torrents expect: archives were often made without the torrent's folder, or flat. A name that two files could have is
/// taken by its whole path alone.
/// </summary>
internal sealed class TorrentLayout
{
    private readonly Dictionary<string, (DownloadedTorrent Torrent, TorrentFile File)?> places = new(StringComparer.Ordinal);

    public TorrentLayout(IEnumerable<DownloadedTorrent> torrents)
    {
        var all = torrents.SelectMany(torrent => torrent.Wanted.Select(file => (torrent, file))).ToList();
        Add(all, path => path);
        Add(all, path => path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        Add(all, path => path[(path.LastIndexOf('/') + 1)..]);
    }

    /// <summary>Null for a file of no torrent, and for one that could be several.</summary>
    public (DownloadedTorrent Torrent, TorrentFile File)? Find(string name) =>
        places.TryGetValue(name, out var place) ? place : places.GetValueOrDefault(name[(name.LastIndexOf('/') + 1)..]);

    /// <summary>Names of an earlier, more exact kind go first.</summary>
    private void Add(List<(DownloadedTorrent Torrent, TorrentFile File)> all, Func<string, string> nameOf)
    {
        foreach (var same in all.GroupBy(place => nameOf(place.File.Path), StringComparer.Ordinal))
            places.TryAdd(same.Key, same.Count() == 1 ? same.Single() : null);
    }
}
