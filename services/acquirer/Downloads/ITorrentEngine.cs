using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Magnets;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>
/// A program that exchanges pieces with BitTorrent peers. It is told what to do again and again: each member may be repeated, also after the engine was killed. A fault of the
/// engine or of the way to it is an <see cref="IOException"/> and transient; what the engine refuses for good is an <see cref="InvalidDataException"/>.
/// </summary>
internal interface ITorrentEngine
{
    /// <summary>Makes the engine know a torrent whose data are in a folder, with the wanted files and no others. Does not start it.</summary>
    /// <param name="wanted">Indexes of files; at least one.</param>
    /// <returns>Whether it was new to the engine, which then has not read the disk yet.</returns>
    Task<bool> AddAsync(TorrentMetadata torrent, string folder, IReadOnlyCollection<int> wanted, CancellationToken cancellationToken);

    /// <summary>What the engine says of a torrent; null where it does not know it.</summary>
    Task<EngineTorrent?> FindAsync(InfoHash hash, CancellationToken cancellationToken);

    /// <summary>Exchanges pieces with peers from now on, whether all pieces are there or not.</summary>
    Task StartAsync(InfoHash hash, CancellationToken cancellationToken);

    /// <summary>Ends that, and says so to trackers.</summary>
    Task StopAsync(InfoHash hash, CancellationToken cancellationToken);

    /// <summary>Lets the engine read again what is on the disk, so that it asks peers for what is bad. Ends when it has; the torrent is stopped then.</summary>
    Task VerifyAsync(InfoHash hash, CancellationToken cancellationToken);

    /// <summary>Gets the metadata of a magnet URI from peers.</summary>
    Task<TorrentMetadata> ResolveAsync(MagnetUri magnet, string folder, CancellationToken cancellationToken);
}

/// <summary>What an engine says of a torrent. It is believed for progress alone: what counts is hashed by ourselves.</summary>
/// <param name="Pieces">Null where the engine does not say, as before it has read the disk.</param>
/// <param name="DownloadRate">Bytes a second.</param>
/// <param name="UploadRate">Bytes a second.</param>
/// <param name="Ratio">Uploaded bytes for each byte of the torrent.</param>
/// <param name="Folder">Where it has the data.</param>
/// <param name="Error">What the engine, the disk or a tracker complains about; null where nothing does.</param>
internal sealed record EngineTorrent(
    EngineState State, PieceBits? Pieces, long DownloadRate, long UploadRate, int Peers, long Downloaded, long Uploaded, double Ratio, string Folder, string? Error);

internal enum EngineState
{
    Stopped,
    Verifying,
    Downloading,
    Seeding,
}
