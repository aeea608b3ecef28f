using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Magnets;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Acquirer.Tests.Downloads;

/// <summary>An engine whose peers have everything: each look brings the next pieces to the disk, as transmission writes them. It can lie, forget and fail as real ones do.</summary>
internal sealed class PeerEngine(TorrentMetadata torrent, Func<string, byte[]> contentOf) : ITorrentEngine
{
    private readonly PieceMap map = new(torrent);
    private PieceBits? bits;
    private string folder = "";
    private HashSet<int> wanted = [];
    private bool isStarted;

    /// <summary>Pieces that a look brings.</summary>
    public int PiecesPerLook { get; set; } = 1000;

    /// <summary>Pieces that reach the disk with a flipped bit although the engine calls them good, each once.</summary>
    public HashSet<int> Spoiled { get; } = [];

    /// <summary>Looks that fail, counted down.</summary>
    public int FailingLooks { get; set; }

    /// <summary>Runs before each look.</summary>
    public Action OnLook { get; set; } = () => { };

    public HashSet<int> Downloaded { get; } = [];

    public int Verifications { get; private set; }

    public bool IsStarted => isStarted;

    public double Ratio { get; set; }

    public long? DownloadedBytes { get; set; }

    /// <summary>As transmission may after a kill -9.</summary>
    public void Forget() => (bits, isStarted) = (null, false);

    public Task<bool> AddAsync(TorrentMetadata added, string to, IReadOnlyCollection<int> files, CancellationToken cancellationToken)
    {
        var isNew = bits is null || folder != to;
        (folder, wanted) = (to, [.. files]);
        if (isNew)
            (bits, isStarted) = (new PieceBits(torrent.PieceCount), false);
        return Task.FromResult(isNew);
    }

    public Task<EngineTorrent?> FindAsync(InfoHash hash, CancellationToken cancellationToken)
    {
        OnLook();
        if (FailingLooks > 0)
        {
            FailingLooks--;
            throw new IOException("The engine was killed.");
        }

        if (bits is null)
            return Task.FromResult<EngineTorrent?>(null);
        if (isStarted)
            foreach (var piece in Enumerable.Range(0, torrent.PieceCount).Where(piece => !bits[piece] && IsWanted(piece)).Take(PiecesPerLook).ToList())
                Write(piece);
        var state = !isStarted ? EngineState.Stopped : Enumerable.Range(0, torrent.PieceCount).All(piece => bits[piece] || !IsWanted(piece)) ? EngineState.Seeding : EngineState.Downloading;
        return Task.FromResult<EngineTorrent?>(new EngineTorrent(
            state, PieceBits.From(bits.ToArray(), bits.Count), 0, 0, 1, DownloadedBytes ?? Downloaded.Sum(piece => (long)torrent.LengthOf(piece)), 0, Ratio, folder, null));
    }

    public Task StartAsync(InfoHash hash, CancellationToken cancellationToken)
    {
        isStarted = true;
        return Task.CompletedTask;
    }

    public Task StopAsync(InfoHash hash, CancellationToken cancellationToken)
    {
        isStarted = false;
        return Task.CompletedTask;
    }

    public Task VerifyAsync(InfoHash hash, CancellationToken cancellationToken)
    {
        (isStarted, Verifications) = (false, Verifications + 1);
        for (var piece = 0; piece < torrent.PieceCount; piece++)
            bits![piece] = map.SegmentsOf(piece).All(IsGood);
        return Task.CompletedTask;
    }

    public Task<TorrentMetadata> ResolveAsync(MagnetUri magnet, string to, CancellationToken cancellationToken) => Task.FromResult(torrent);

    private bool IsWanted(int piece) => map.SegmentsOf(piece).Any(segment => wanted.Contains(segment.File.Index));

    private string PathOf(TorrentFile file)
    {
        var path = Path.Combine(folder, file.Path);
        return File.Exists(path) ? path : path + DownloadedTorrent.PartSuffix;
    }

    private bool IsGood(PieceSegment segment)
    {
        if (segment.File.IsPadding)
            return true;
        if (!File.Exists(PathOf(segment.File)))
            return false;
        using var file = File.OpenRead(PathOf(segment.File));
        var found = new byte[segment.Length];
        file.Position = Math.Min(segment.Offset, file.Length);
        return file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == found.Length && found.AsSpan().SequenceEqual(contentOf(segment.File.Path).AsSpan((int)segment.Offset, segment.Length));
    }

    private void Write(int piece)
    {
        Downloaded.Add(piece);
        bits![piece] = true;
        var flip = Spoiled.Remove(piece);
        foreach (var segment in map.SegmentsOf(piece).Where(segment => !segment.File.IsPadding))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(segment.File))!);
            using (var file = new FileStream(PathOf(segment.File), FileMode.OpenOrCreate))
            {
                var bytes = contentOf(segment.File.Path).AsSpan((int)segment.Offset, segment.Length).ToArray();
                bytes[0] ^= (byte)(flip ? 1 : 0);
                file.Position = segment.Offset;
                file.Write(bytes);
            }

            var (first, last) = map.PiecesOf(segment.File.Index)!.Value;
            if (bits.HasAll(first, last))
                File.Move(PathOf(segment.File), Path.Combine(folder, segment.File.Path), overwrite: true);
        }
    }
}
