using System.Globalization;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>Seeds complete torrents until their goals. When a torrent was complete is stored, so that a run that is repeated does not begin to count anew.</summary>
internal sealed class Seeding(ITorrentEngine engine, TimeSpan pollInterval, TimeProvider time, Action<DownloadProgress, DownloadedTorrent, TorrentLook, DateTimeOffset?> show)
{
    private const string CompletedSuffix = ".completed";

    /// <summary>Uploaded bytes for each byte of a torrent at which its seeding ends; 0 for no such goal.</summary>
    public double Ratio { get; init; }

    public async Task RunAsync(IEnumerable<DownloadedTorrent> torrents, DownloadProgress progress, DownloadRequest request, CancellationToken cancellationToken)
    {
        progress.Begin(DownloadStage.Seeding);
        var open = torrents.Where(torrent => torrent.Wanted.Count > 0 && torrent.Wanted.All(torrent.IsComplete)).ToDictionary(torrent => torrent, torrent => CompletedAt(torrent) + request.SeedFor);
        while (open.Count > 0 && !(time.GetUtcNow() >= request.SeedUntil))
        {
            foreach (var (torrent, until) in open.ToList())
                if (!await LookAsync(torrent, until, progress, cancellationToken).ConfigureAwait(false))
                    open.Remove(torrent);
            if (open.Count > 0)
                await Task.Delay(pollInterval, time, cancellationToken).ConfigureAwait(false);
        }

        progress.End(DownloadStage.Seeding, open.Count == 0 ? "the goals are reached" : "goes on after the next verification");
    }

    /// <returns>False where the torrent has reached a goal, and is stopped.</returns>
    private async Task<bool> LookAsync(DownloadedTorrent torrent, DateTimeOffset until, DownloadProgress progress, CancellationToken cancellationToken)
    {
        var hash = torrent.Metadata.InfoHash;
        try
        {
            var look = await engine.FindAsync(hash, cancellationToken).ConfigureAwait(false);
            if (time.GetUtcNow() >= until || (Ratio > 0 && look?.Ratio >= Ratio))
            {
                if (look is not null)
                    await engine.StopAsync(hash, cancellationToken).ConfigureAwait(false);
                return false;
            }

            if (look is null || look.Folder != torrent.Destination.Folder || look.State == EngineState.Stopped)
            {
                if (await engine.AddAsync(torrent.Metadata, torrent.Destination.Folder, [.. torrent.Wanted.Select(file => file.Index)], cancellationToken).ConfigureAwait(false))
                    await engine.VerifyAsync(hash, cancellationToken).ConfigureAwait(false);
                await engine.StartAsync(hash, cancellationToken).ConfigureAwait(false);
            }

            show(progress, torrent, new TorrentLook(look, look?.DownloadRate ?? 0, null, IsStalled: false), until);
        }
        catch (IOException)
        {
            // The engine was killed; the next look starts it again.
            show(progress, torrent, new TorrentLook(null, 0, null, IsStalled: false), until);
        }

        return true;
    }

    private DateTimeOffset CompletedAt(DownloadedTorrent torrent)
    {
        var path = torrent.Destination.StatePath(torrent.Metadata.InfoHash + CompletedSuffix);
        if (File.Exists(path) && DateTimeOffset.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var completed))
            return completed;
        StagedFile.WriteAll(path, System.Text.Encoding.ASCII.GetBytes(time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));
        return time.GetUtcNow();
    }
}
