namespace SpotifyPlatform.SampleData.Torrents;

/// <summary>The versions of the BitTorrent format that a .torrent file has.</summary>
[Flags]
public enum TorrentVersions
{
    None = 0,
    V1 = 1,
    V2 = 2,
    Hybrid = V1 | V2,
}
