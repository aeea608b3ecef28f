using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.Torrents.Verification;

/// <summary>
/// Hashes the files of a torrent, several at once, and stores what it found as it goes. After a kill -9 the next run reads no file again that was complete, and of
/// a file that was begun hashes only the pieces that are left; its bytes are read again for its SHA-256.
/// </summary>
/// <param name="pathOf">Where a file is on the disk.</param>
public sealed class TorrentVerifier(TorrentMetadata torrent, Func<TorrentFile, string> pathOf, VerificationState state, TimeProvider time)
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    private readonly FileVerifier verifier = new(torrent, pathOf);
    private readonly Lock saving = new();
    private long saved = time.GetTimestamp();

    /// <param name="again">Hash what is known too, to find damage that left length and time of writing as they were.</param>
    /// <param name="onRead">Told the bytes of each read, by several threads.</param>
    /// <returns>What each file is that was read, in the torrent's order. Files that are known to be complete are left out unless <paramref name="again"/> is set.</returns>
    public async Task<IReadOnlyList<FileVerdict>> RunAsync(
        IEnumerable<TorrentFile> files, int parallelism, bool again, Action<int> onRead, CancellationToken cancellationToken)
    {
        var verdicts = new List<FileVerdict>();
        var wanted = files.Where(file => !file.IsPadding && (again || state.FindComplete(file) is null)).ToList();
        if (again)
            wanted.ForEach(state.Forget);
        wanted.ForEach(state.Begin);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(wanted, options, (file, stop) =>
            {
                var verdict = Verify(file, wanted.Count == 1 ? parallelism : 1, onRead, stop);
                lock (verdicts)
                    verdicts.Add(verdict);
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        }
        finally
        {
            state.Save();
        }

        return [.. verdicts.OrderBy(verdict => verdict.File.Index)];
    }

    private FileVerdict Verify(TorrentFile file, int threads, Action<int> onRead, CancellationToken cancellationToken)
    {
        var verdict = verifier.Verify(file, new VerifyOptions(Threads: threads), state.CopyBits(), OnPiece, onRead, cancellationToken);
        state.End(verdict);
        SaveIfDue();
        return verdict;

        void OnPiece(int piece, bool isGood)
        {
            state.Set(piece, isGood);
            SaveIfDue();
        }
    }

    private void SaveIfDue()
    {
        lock (saving)
        {
            if (time.GetElapsedTime(saved) < SaveInterval)
                return;
            state.Save();
            saved = time.GetTimestamp();
        }
    }
}
