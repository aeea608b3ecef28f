using SpotifyPlatform.Acquirer.Sources;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>
/// BitTorrent peers, by an engine. A file is whole when all of its pieces were hashed by ourselves, whatever the engine says. Goes on for as long as pieces are missing, also
/// while no peer has them and after the engine was killed.
/// </summary>
/// <param name="onLook">Told what the engine says, each time that it is asked; null where it does not answer or does not know the torrent.</param>
/// <param name="onComplete">Told each file when it is whole.</param>
internal sealed class TorrentFileSource(
    DownloadedTorrent torrent, ITorrentEngine engine, TimeSpan pollInterval, int parallelism, TimeProvider time, Action<EngineTorrent?> onLook, Action<TorrentFile> onComplete,
    ILogger<TorrentFileSource> logger) : IFileSource
{
    /// <summary>Bytes that the engine calls good may be in its cache for a while.</summary>
    private const int MaxStrikes = 3;

    private readonly Dictionary<int, int> strikes = [];

    /// <summary>The last fault, which is logged once however often it is met.</summary>
    private string failure = "";

    public string Name => $"peers of {torrent.Metadata.Name}";

    private TorrentMetadata Metadata => torrent.Metadata;

    public Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SourceFile>>(
        [.. torrent.Wanted.Select(file => new SourceFile(file.Path, file.Length, $"{Metadata.InfoHash}")).OrderBy(file => file.Name, StringComparer.Ordinal)]);

    /// <summary>The paths are those in the torrent's destination, which an engine needs.</summary>
    public async Task<IReadOnlyList<FetchFailure>> FetchAsync(IReadOnlyList<WantedFile> files, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var byName = torrent.Wanted.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var asked = files.ToLookup(file => byName.TryGetValue(file.File.Name, out var known) && torrent.FinalPathOf(known) == file.Path);
        var open = asked[true].Select(file => byName[file.File.Name]).Where(file => !torrent.IsComplete(file)).ToList();
        if (open.Count > 0)
            await DownloadAsync(open, [.. asked[true].Select(file => byName[file.File.Name].Index)], progress, cancellationToken).ConfigureAwait(false);
        return [.. asked[false].Select(file => new FetchFailure(file.File.Name, $"{Name}: no such file of the torrent, or not at its place."))];
    }

    private async Task DownloadAsync(List<TorrentFile> open, IReadOnlyCollection<int> wanted, IProgress<long> progress, CancellationToken cancellationToken)
    {
        // Engines differ in whether they create files without bytes.
        foreach (var file in open.Where(file => file.Length == 0))
            File.Create(Directory.CreateDirectory(Path.GetDirectoryName(torrent.FinalPathOf(file))!).FullName + '/' + Path.GetFileName(file.Path)).Dispose();
        var isSet = false;
        long? downloaded = null;
        while (open.Count > 0)
        {
            try
            {
                var look = isSet ? await engine.FindAsync(Metadata.InfoHash, cancellationToken).ConfigureAwait(false) : null;
                if (look is null || look.Folder != torrent.Destination.Folder || look.State == EngineState.Stopped)
                {
                    // What it downloaded in earlier runs is no progress of this one.
                    var before = await SetAsync(wanted, cancellationToken).ConfigureAwait(false);
                    downloaded ??= before;
                    isSet = true;
                    look = await engine.FindAsync(Metadata.InfoHash, cancellationToken).ConfigureAwait(false);
                }

                onLook(look);
                if (look is not null)
                {
                    progress.Report(Math.Max(0, look.Downloaded - (downloaded ?? 0)));
                    downloaded = look.Downloaded;
                    await TakeWholeFilesAsync(open, look.Pieces, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (IOException ex)
            {
                // The engine was killed, or a file was moved by it meanwhile. What is there is asked for again.
                if (failure != ex.Message)
                    Log.EngineFailed(logger, Metadata.Name, ex.Message);
                (isSet, failure) = (false, ex.Message);
                onLook(null);
            }

            if (open.Count > 0)
                await Task.Delay(pollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Bytes that it has ever downloaded.</returns>
    private async Task<long> SetAsync(IReadOnlyCollection<int> wanted, CancellationToken cancellationToken)
    {
        var isNew = await engine.AddAsync(Metadata, torrent.Destination.Folder, wanted, cancellationToken).ConfigureAwait(false);
        var look = await engine.FindAsync(Metadata.InfoHash, cancellationToken).ConfigureAwait(false);
        if (isNew || look?.Pieces is not { } pieces || IsWrongOf(pieces, wanted))
            await engine.VerifyAsync(Metadata.InfoHash, cancellationToken).ConfigureAwait(false);
        await engine.StartAsync(Metadata.InfoHash, cancellationToken).ConfigureAwait(false);
        return look?.Downloaded ?? 0;
    }

    /// <summary>
    /// Whether the engine calls pieces good that were not when they were hashed here, or lacks some that were, as after a kill before it had read the disk: it would
    /// download those again, over whole files.
    /// </summary>
    private bool IsWrongOf(PieceBits pieces, IReadOnlyCollection<int> wanted)
    {
        var good = torrent.State.CopyBits();
        return torrent.Wanted.Where(file => wanted.Contains(file.Index)).Any(file => torrent.Map.PiecesOf(file.Index) is { } range
            && Enumerable.Range(range.First, range.Last - range.First + 1).Any(piece => pieces[piece] ? !good[piece] && !torrent.IsComplete(file) : good[piece]));
    }

    private async Task TakeWholeFilesAsync(List<TorrentFile> open, PieceBits? pieces, CancellationToken cancellationToken)
    {
        var ready = open.Where(file => IsReady(file, pieces)).ToList();
        if (ready.Count == 0)
            return;
        foreach (var file in ready)
            CutTail(file);
        await new TorrentVerifier(Metadata, torrent.PathOf, torrent.State, time).RunAsync(ready, parallelism, again: false, _ => { }, cancellationToken).ConfigureAwait(false);
        foreach (var file in ready)
        {
            if (!torrent.IsComplete(file))
            {
                strikes[file.Index] = strikes.GetValueOrDefault(file.Index) + 1;
                continue;
            }

            open.Remove(file);
            onComplete(file);
        }

        if (!ready.Exists(file => strikes.GetValueOrDefault(file.Index) >= MaxStrikes))
            return;
        strikes.Clear();
        Log.EngineVerifies(logger, Metadata.Name);
        await engine.VerifyAsync(Metadata.InfoHash, cancellationToken).ConfigureAwait(false);
        await engine.StartAsync(Metadata.InfoHash, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The engine has written all of its pieces, and given it its name.</summary>
    private bool IsReady(TorrentFile file, PieceBits? pieces) =>
        torrent.Map.PiecesOf(file.Index) is not { } range ? File.Exists(torrent.FinalPathOf(file)) : pieces?.HasAll(range.First, range.Last) == true && File.Exists(torrent.FinalPathOf(file));

    /// <summary>An engine does not notice bytes behind the end of a file, which are nobody's.</summary>
    private void CutTail(TorrentFile file)
    {
        var path = torrent.FinalPathOf(file);
        if (new FileInfo(path).Length <= file.Length)
            return;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(file.Length);
        Log.TailCut(logger, file.Path, file.Length);
    }
}
