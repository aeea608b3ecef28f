namespace SpotifyPlatform.Torrents;

/// <summary>A .torrent file or a magnet URI that is refused, with the reason as a sentence.</summary>
public sealed class TorrentFormatException(string reason, Exception? inner = null) : FormatException(reason, inner);
