namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>Watches the download of one torrent: its rate, whether it is stalled, and a line in the log now and then.</summary>
internal sealed class DownloadWatch(
    DownloadedTorrent torrent, DownloadOptions options, AcquirerMetrics metrics, TimeProvider time, ILogger logger, Action<TorrentLook> show) : IDisposable
{
    private readonly RateMeter rate = new(time);
    private long logged = time.GetTimestamp();
    private bool isStalled;

    /// <param name="engine">Null where the engine does not answer.</param>
    public void Look(EngineTorrent? engine)
    {
        // An engine that is gone downloads nothing.
        if (engine is not null)
            rate.Add(engine.Downloaded);
        var gaps = torrent.FindGaps();
        SetStalled(rate.SinceGain >= options.StalledAfter, gaps.Bytes);
        metrics.Missing(torrent.Metadata.Name, gaps.Bytes);
        // A file is hashed when the engine has all of it, which takes hours for a large one.
        show(new TorrentLook(engine, rate.BytesPerSecond, rate.SecondsLeft(torrent.FindGaps(engine?.Pieces).Bytes), isStalled));
        if (time.GetElapsedTime(logged) < options.ProgressInterval)
            return;
        logged = time.GetTimestamp();
        var (files, length) = (torrent.Wanted.Count, torrent.Wanted.Sum(file => file.Length));
        Log.DownloadProgress(
            logger, torrent.Metadata.Name, 100.0 * (length - gaps.Bytes) / Math.Max(1, length), files - gaps.Files.Count, files, gaps.Bytes, rate.BytesPerSecond, engine?.Peers ?? 0);
    }

    public void Dispose() => metrics.Forget(torrent.Metadata.Name);

    private void SetStalled(bool stalled, long missing)
    {
        if (stalled && !isStalled)
            Log.DownloadStalled(logger, torrent.Metadata.Name, rate.SinceGain, missing);
        isStalled = stalled;
        metrics.Stalled(torrent.Metadata.Name, stalled);
    }
}

/// <param name="Engine">Null where the engine does not answer or was not asked.</param>
/// <param name="Rate">Bytes a second, of late.</param>
internal sealed record TorrentLook(EngineTorrent? Engine, double Rate, double? SecondsLeft, bool IsStalled);
