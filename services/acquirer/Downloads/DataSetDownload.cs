using System.IO.Enumeration;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Sources;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>
/// Brings the data set that the operator has described to its destination: restores what folders, stores and web servers have, verifies every piece, gets only what is missing
/// from peers, backs the verified whole up and seeds it. Each stage finds in the destination what is done, so that a run may be killed at any moment and repeated.
/// </summary>
internal sealed class DataSetDownload(
    Destination destination, IOptions<DownloadOptions> options, IOptions<AcquirerOptions> acquirer, IOptions<TorrentOptions> torrentOptions, SourceFactory sources, ITorrentEngine engine, AcquirerMetrics metrics, TimeProvider time,
    ILoggerFactory loggers)
{
    private const int MaxNamesShown = 10;
    private readonly ILogger logger = loggers.CreateLogger<DataSetDownload>();

    /// <summary>Told each change of the progress, at most every two seconds.</summary>
    public event Action<DownloadStatus>? Changed;

    /// <summary>Whether torrents bring files of the destination.</summary>
    public bool HasTorrents => DownloadedTorrent.In(destination, IsWanted).Any();

    private int Parallelism => acquirer.Value.Parallelism;

    /// <inheritdoc cref="Destination.TryLock"/>
    public FileLock? TryLock() => destination.TryLock();

    /// <exception cref="InvalidDataException">The description of the data set is wrong, or the engine refuses a torrent.</exception>
    public async Task<DownloadReport> RunAsync(DownloadRequest request, CancellationToken cancellationToken)
    {
        var progress = NewProgress();
        progress.Begin(DownloadStage.Metadata);
        var torrents = await OpenTorrentsAsync(cancellationToken).ConfigureAwait(false);
        progress.End(DownloadStage.Metadata, $"{torrents.Count} torrents");
        var run = new Run(progress, torrents);
        if (!request.VerifyAgain)
            await RestoreAsync(run, cancellationToken).ConfigureAwait(false);
        await VerifyAsync(run, request.VerifyAgain, cancellationToken).ConfigureAwait(false);
        Show(run);
        if (request.FromPeers)
            await DownloadAsync(run, cancellationToken).ConfigureAwait(false);
        if (request.Backup)
            await BackUpAsync(run, cancellationToken).ConfigureAwait(false);
        if (request.FromPeers && request.SeedFor > TimeSpan.Zero)
            await new Seeding(engine, options.Value.PollInterval, time, Show) { Ratio = torrentOptions.Value.SeedRatio }.RunAsync(torrents, progress, request, cancellationToken).ConfigureAwait(false);
        return Report(run);
    }

    /// <summary>Hashes every piece again of every torrent that is in the destination, whether it is named as a source or not.</summary>
    public async Task<DownloadReport> VerifyAllAsync(CancellationToken cancellationToken)
    {
        var run = new Run(NewProgress(), [.. DownloadedTorrent.In(destination, IsWanted)]);
        await VerifyAsync(run, again: true, cancellationToken).ConfigureAwait(false);
        return Report(run);
    }

    private DownloadProgress NewProgress() => new(destination, options.Value.CutOff, time, status => Changed?.Invoke(status));

    private bool IsWanted(string name) => options.Value.Include.Count == 0 || options.Value.Include.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    private async Task<IReadOnlyList<DownloadedTorrent>> OpenTorrentsAsync(CancellationToken cancellationToken)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (metadata, magnet) in sources.OpenTorrents())
        {
            named.Add(metadata is null ? magnet!.InfoHash.WireName : metadata.InfoHash.WireName);
            if (metadata is not null)
                DownloadedTorrent.Keep(metadata, destination);
            else if (!DownloadedTorrent.In(destination, IsWanted).Any(torrent => torrent.Metadata.InfoHash.WireName == magnet!.InfoHash.WireName))
                DownloadedTorrent.Keep(await engine.ResolveAsync(magnet!, destination.Folder, cancellationToken).ConfigureAwait(false), destination);
        }

        return [.. DownloadedTorrent.In(destination, IsWanted).Where(torrent => named.Contains(torrent.Metadata.InfoHash.WireName))];
    }

    /// <summary>A file of a torrent is restored only where nothing of it is there: what is there may be better than what the source has, and peers mend it.</summary>
    private async Task RestoreAsync(Run run, CancellationToken cancellationToken)
    {
        run.Progress.Begin(DownloadStage.Restore);
        var (restored, bytes) = (0, 0L);
        foreach (var source in sources.OpenStreamed())
        {
            List<WantedFile> wanted;
            try
            {
                wanted = Choose(run, await source.ListAsync(cancellationToken).ConfigureAwait(false));
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or HttpRequestException or TimeoutException or InvalidDataException)
            {
                run.Fail($"{source.Name}: {ex.Message}", logger);
                continue;
            }

            run.Progress.Begin(DownloadStage.Restore, wanted.Sum(file => file.File.Length), source.Name);
            var failed = await source.FetchAsync(wanted, new DirectProgress(count => run.Progress.Add(DownloadStage.Restore, count)), cancellationToken).ConfigureAwait(false);
            foreach (var failure in failed)
                run.Fail(failure.Reason, logger);
            (restored, bytes) = (restored + wanted.Count - failed.Count, bytes + wanted.Sum(file => file.File.Length));
        }

        run.Progress.End(DownloadStage.Restore, $"{restored} files of {bytes} bytes restored", isSkipped: restored == 0);
        if (options.Value.ExpectedFiles > 0 && run.FileCount != options.Value.ExpectedFiles)
            Log.OtherFileCount(logger, run.FileCount, options.Value.ExpectedFiles);
    }

    private List<WantedFile> Choose(Run run, IReadOnlyList<SourceFile> listed)
    {
        var layout = new TorrentLayout(run.Torrents);
        var wanted = new List<WantedFile>();
        // A file whose hash is known goes before one of the same place without.
        foreach (var file in listed.OrderBy(file => file.Sha256 is null))
        {
            if (layout.Find(file.Name) is { } found)
            {
                var (torrent, place) = found;
                if (!Path.Exists(torrent.PathOf(place)) && file.Length <= place.Length && !wanted.Exists(other => other.Path == torrent.FinalPathOf(place)))
                    wanted.Add(new WantedFile(file, torrent.FinalPathOf(place)));
            }
            else if ((ContentKinds.Of(Path.GetFileName(file.Name)) is not null || file.Name == Checksums.FileName) && IsWanted(file.Name) && destination.TryPathOf(file.Name, out var path, out _)
                && run.Others.TryAdd(file.Name, path) && new FileInfo(path) is var there && (!there.Exists || there.Length != file.Length))
            {
                wanted.Add(new WantedFile(file, path));
            }
        }

        return wanted;
    }

    private async Task VerifyAsync(Run run, bool again, CancellationToken cancellationToken)
    {
        run.Progress.Begin(DownloadStage.Verification, run.Torrents.Sum(torrent => torrent.Wanted.Where(file => again || !torrent.IsComplete(file)).Sum(file => OnDisk(torrent, file))));
        foreach (var torrent in run.Torrents)
        {
            var verdicts = await new TorrentVerifier(torrent.Metadata, torrent.PathOf, torrent.State, time)
                .RunAsync(torrent.Wanted.Where(file => again || Path.Exists(torrent.PathOf(file))), Parallelism, again, OnRead, cancellationToken).ConfigureAwait(false);
            run.Bad.AddRange(verdicts.Where(verdict => !verdict.IsComplete).Select(verdict => new BadFile(verdict.File.Path, verdict.BadPieces, verdict.Length, verdict.File.Length)));
        }

        run.Progress.End(DownloadStage.Verification, $"{run.Bad.Count} files are not whole");

        void OnRead(int count)
        {
            run.Progress.Add(DownloadStage.Verification, count);
            metrics.Hashed(count);
        }
    }

    private static long OnDisk(DownloadedTorrent torrent, TorrentFile file) => new FileInfo(torrent.PathOf(file)) is { Exists: true } info ? Math.Min(info.Length, file.Length) : 0;

    private async Task DownloadAsync(Run run, CancellationToken cancellationToken)
    {
        var open = run.Torrents.Where(torrent => torrent.FindGaps().Files.Count > 0).ToList();
        run.Progress.Begin(DownloadStage.Download, open.Sum(torrent => torrent.FindGaps().Bytes));
        foreach (var torrent in open)
            if (torrent.FindGaps() is var gaps)
                Log.GapsFound(logger, torrent.Metadata.Name, gaps.Files.Count, gaps.Pieces, gaps.Bytes, string.Join(", ", gaps.Files.Take(MaxNamesShown)) + (gaps.Files.Count > MaxNamesShown ? ", ..." : ""));
        await Task.WhenAll(open.Select(async torrent =>
        {
            using var watch = new DownloadWatch(torrent, options.Value, metrics, time, logger, look => Show(run, torrent, look));
            var source = new TorrentFileSource(
                torrent, engine, options.Value.PollInterval, Parallelism, time, watch.Look, _ => Show(run), loggers.CreateLogger<TorrentFileSource>());
            var wanted = (await source.ListAsync(cancellationToken).ConfigureAwait(false)).Select(file => new WantedFile(file, Path.Combine(destination.Folder, file.Name))).ToList();
            await source.FetchAsync(wanted, new DirectProgress(count => run.Progress.Add(DownloadStage.Download, count)), cancellationToken).ConfigureAwait(false);
            await engine.StopAsync(torrent.Metadata.InfoHash, cancellationToken).ConfigureAwait(false);
        })).ConfigureAwait(false);
        run.Progress.End(DownloadStage.Download, open.Count == 0 ? "nothing was missing" : $"{open.Count} torrents completed", isSkipped: open.Count == 0);
        Show(run);
        Log.DownloadComplete(logger, run.FileCount, run.Torrents.Sum(torrent => torrent.Wanted.Sum(file => file.Length)));
    }

    private async Task BackUpAsync(Run run, CancellationToken cancellationToken)
    {
        var complete = run.Torrents.Where(torrent => torrent.Wanted.All(torrent.IsComplete)).ToList();
        if (sources.OpenArchive() is not { } archive || complete.Count == 0)
        {
            run.Progress.End(DownloadStage.Backup, complete.Count == 0 ? "no torrent is complete" : "no archive is configured", isSkipped: true);
            return;
        }

        run.Progress.Begin(DownloadStage.Backup, complete.Sum(torrent => torrent.Wanted.Sum(file => file.Length)), options.Value.Archive);
        foreach (var torrent in complete)
            if (await new Backup(archive, time).RunAsync(torrent, new DirectProgress(count => run.Progress.Add(DownloadStage.Backup, count)), cancellationToken).ConfigureAwait(false) is { } sent)
                Log.BackedUp(logger, torrent.Wanted.Count, torrent.Metadata.Name, sent);
        run.Progress.End(DownloadStage.Backup, options.Value.Archive);
    }

    private static void Show(Run run)
    {
        run.Progress.SetFiles(
        [
            .. run.Torrents.SelectMany(torrent => torrent.Wanted.Select(file => new FileProgress(file.Path, file.Length, torrent.IsComplete(file)))),
            .. run.Others.Where(file => File.Exists(file.Value)).Select(file => new FileProgress(file.Key, new FileInfo(file.Value).Length, true)),
        ]);
        foreach (var torrent in run.Torrents)
            Show(run, torrent, new TorrentLook(null, 0, null, IsStalled: false));
    }

    private static void Show(Run run, DownloadedTorrent torrent, TorrentLook look) => Show(run.Progress, torrent, look, seedUntil: null);

    private static void Show(DownloadProgress progress, DownloadedTorrent torrent, TorrentLook look, DateTimeOffset? seedUntil)
    {
        var (gaps, length, said) = (torrent.FindGaps(), torrent.Wanted.Sum(file => file.Length), look.Engine);
        progress.Set(new TorrentProgress(
            torrent.Metadata.Name, $"{torrent.Metadata.InfoHash}", said?.State.ToString().ToLowerInvariant() ?? "stopped", length - gaps.Bytes, length, gaps.Pieces, said?.Ratio ?? 0, look.Rate,
            said?.UploadRate ?? 0, said?.Peers ?? 0, look.SecondsLeft, look.IsStalled, seedUntil, said?.Error));
    }

    private static DownloadReport Report(Run run)
    {
        var gaps = run.Torrents.ToDictionary(torrent => torrent.Metadata.Name, torrent => torrent.FindGaps(), StringComparer.Ordinal);
        Show(run);
        run.Progress.Begin(DownloadStage.Done);
        return new DownloadReport(
            run.FileCount, run.Torrents.Sum(torrent => torrent.Wanted.Count(torrent.IsComplete)) + run.Others.Values.Count(File.Exists), run.Bad, gaps, run.Failures);
    }

    /// <summary>What one run knows.</summary>
    private sealed class Run(DownloadProgress progress, IReadOnlyList<DownloadedTorrent> torrents)
    {
        public DownloadProgress Progress { get; } = progress;

        public IReadOnlyList<DownloadedTorrent> Torrents { get; } = torrents;

        /// <summary>Paths of the files that are of no torrent, by name.</summary>
        public Dictionary<string, string> Others { get; } = new(StringComparer.Ordinal);

        public List<BadFile> Bad { get; } = [];

        public List<string> Failures { get; } = [];

        public int FileCount => Torrents.Sum(torrent => torrent.Wanted.Count) + Others.Count;

        public void Fail(string reason, ILogger logger)
        {
            Failures.Add(reason);
            Progress.Fail(reason);
            Log.SourceFailed(logger, reason);
        }
    }

    /// <summary>Synchronous, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class DirectProgress(Action<long> onBytes) : IProgress<long>
    {
        public void Report(long value) => onBytes(value);
    }
}
