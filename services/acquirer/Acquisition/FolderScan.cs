using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>
/// Scans a folder once. New and changed files are hashed, announced and then written to the ledger, in this order. What is announced
/// already, by another instance or by a scan that was killed before it wrote the ledger, is not announced again.
/// </summary>
internal sealed class FolderScan(
    string folder, int parallelism, IFileLedger ledger, IVerifiedDownloads downloads, IAnnouncedFiles announced, IVerifiedFilePublisher publisher, AcquisitionStatus status, AcquirerMetrics metrics, TimeProvider time,
    bool playlistsOnly = false)
{
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="InvalidDataException">The list of checksums cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        status.Starting();
        var sums = Checksums.Read(folder);
        await AdoptAnnouncedAsync(cancellationToken).ConfigureAwait(false);
        var all = new FolderSource(folder).List();
        var downloaded = downloads.List();
        var listing = WithoutIncomplete(playlistsOnly ? all.OnlyPlaylists() : all, downloaded);
        var files = listing.Files.ToLookup(file => FindUnchanged(file) is not null);
        status.SetGone(FindGone(all));
        status.Begin(listing, NothingFound(all, listing), sums.CountMissing(all), files[false].Where(file => !downloaded.ContainsKey(file.Name)).Sum(file => file.Length));
        foreach (var file in listing.Refused)
            Refuse(file);
        foreach (var file in files[true])
            if (FindUnchanged(file)!.IsWithdrawn)
                RefuseDamaged(file);
            else if (MatchesChecksum(file, FindUnchanged(file)!.Sha256, sums))
                status.AddUnchanged(file.Name);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files[false], options, async (file, stop) => await VerifyAsync(file, downloaded.GetValueOrDefault(file.Name)?.Sha256, sums, stop).ConfigureAwait(false)).ConfigureAwait(false);
        metrics.Scanned(listing.Files.Count, time.GetElapsedTime(started));
        status.Complete();
    }

    /// <summary>Stops at once if the folder cannot be scanned, without a scan.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="InvalidDataException">The list of checksums cannot be read.</exception>
    public void CheckFolder()
    {
        _ = new DirectoryInfo(folder).EnumerateFileSystemInfos().Any();
        _ = Checksums.Read(folder);
    }

    /// <summary>Writes to the ledger what other instances have announced. Their files are hashed once here, to know them by length and time.</summary>
    private async Task AdoptAnnouncedAsync(CancellationToken cancellationToken)
    {
        var adopted = new List<LedgerEntry>();
        foreach (var file in await announced.ListAsync(cancellationToken).ConfigureAwait(false))
            if (ledger.Find(file.Slot) is not { } known || known.Revision < file.Revision)
                adopted.Add(new LedgerEntry(file.Slot, file.Name, file.Length, ModifiedTicks: 0, file.Sha256, file.Revision, file.IsWithdrawn));
        if (adopted.Count > 0)
            await ledger.PutAsync(adopted, cancellationToken).ConfigureAwait(false);
    }

    private static FolderListing WithoutIncomplete(FolderListing listing, IReadOnlyDictionary<string, VerifiedContent?> downloaded)
    {
        var incomplete = listing.Files.Where(file => downloaded.TryGetValue(file.Name, out var content) && content?.IsOf(file) != true).ToList();
        return incomplete.Count == 0 ? listing : listing with
        {
            Files = [.. listing.Files.Except(incomplete)],
            Refused =
            [
                .. listing.Refused,
                .. incomplete.Select(file => new RefusedFile(file.Name, RefusalCode.Incomplete, "It is a torrent's, and not all of its pieces are known to be good. A scan takes it when they are: see platform acquire status.")),
            ],
        };
    }

    private string? NothingFound(FolderListing all, FolderListing listing)
    {
        if (listing.Files.Count + listing.Refused.Count > 0)
            return null;
        return all.Files.Count > 0
            ? $"{folder} holds neither the catalogue (spotify_clean.sqlite3 or spotify_tracks.db) nor the playlists (spotify_clean_playlists.sqlite3 or spotify_playlists.db), which mining needs."
            : all.ExplainNothingFound(folder);
    }

    /// <summary>What was announced and is not there under any name.</summary>
    private List<(string Slot, string Name)> FindGone(FolderListing all)
    {
        var there = all.Files.Select(file => file.Slot).ToHashSet(StringComparer.Ordinal);
        var refused = all.Refused.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        return [.. ledger.List().Where(entry => !there.Contains(entry.Slot) && !refused.Contains(entry.Name)).Select(entry => (entry.Slot, entry.Name))];
    }

    /// <summary>The ledger's entry, when the file was not written to since.</summary>
    private LedgerEntry? FindUnchanged(FoundFile file) =>
        ledger.Find(file.Slot) is { } entry && entry.Name == file.Name && entry.Length == file.Length && entry.ModifiedTicks == file.ModifiedTicks ? entry : null;

    /// <summary>Each file begins a trace of its own: what a whole scan sets off is too much for one.</summary>
    /// <param name="known">The SHA-256 that was taken with its pieces; null where it is not known.</param>
    private async Task VerifyAsync(FoundFile file, string? known, Checksums sums, CancellationToken cancellationToken)
    {
        using var span = AcquisitionSpans.StartAcquire(file);
        if ((known ?? await HashAsync(file, cancellationToken).ConfigureAwait(false)) is not { } sha256 || !MatchesChecksum(file, sha256, sums))
            return;
        var previous = ledger.Find(file.Slot);
        var revision = previous?.Revision ?? 0;
        var isDamaged = previous is { IsWithdrawn: true } && previous.Sha256 == sha256;
        if (isDamaged)
        {
            RefuseDamaged(file);
        }
        else if (previous is { IsWithdrawn: false } && previous.Sha256 == sha256 && previous.Name == file.Name)
        {
            status.AddUnchanged(file.Name);
        }
        else
        {
            revision = Math.Max(revision + 1, Microseconds());
            if (!await TryPublishAsync(new VerifiedFile(file, sha256, revision), cancellationToken).ConfigureAwait(false))
                return;
            status.AddPublished(file.Name);
            metrics.Published();
        }

        await ledger.PutAsync([new LedgerEntry(file.Slot, file.Name, file.Length, file.ModifiedTicks, sha256, revision, isDamaged)], cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False when the file was written to since it was hashed.</returns>
    private async Task<bool> TryPublishAsync(VerifiedFile file, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync(file, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ArtifactChangedException)
        {
            RefuseChanging(file.File);
            return false;
        }
    }

    private long Microseconds() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The hash of a file that did not change while it was read, or null.</summary>
    private async Task<string?> HashAsync(FoundFile file, CancellationToken cancellationToken)
    {
        try
        {
            var sha256 = await FileHash.OfAsync(file.Path, OnRead, cancellationToken).ConfigureAwait(false);
            if (FoundFile.Stat(file.Name, file.Path, file.Kind) == file)
                return sha256;
            RefuseChanging(file);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            Refuse(new RefusedFile(file.Name, RefusalCode.Unreadable, $"It cannot be read: {ex.Message}"));
        }

        return null;

        void OnRead(int bytes)
        {
            status.AddHashed(bytes);
            metrics.Hashed(bytes);
        }
    }

    private bool MatchesChecksum(FoundFile file, string sha256, Checksums sums)
    {
        if (sums.Of(file.Name) is not { } expected || expected == sha256)
            return true;
        Refuse(new RefusedFile(
            file.Name, RefusalCode.Checksum, $"Its SHA-256 is {sha256}, but {Checksums.FileName} says {expected}. Get the file again."));
        return false;
    }

    private void RefuseDamaged(FoundFile file) => Refuse(new RefusedFile(
        file.Name, RefusalCode.Damaged, "It went bad after it was announced, and was withdrawn. Put it back from where it came."));

    private void RefuseChanging(FoundFile file) => Refuse(new RefusedFile(
        file.Name, RefusalCode.Changing, "It was written to while it was read. The next scan takes it if it is then unchanged."));

    private void Refuse(RefusedFile file)
    {
        status.AddRefused(file);
        metrics.Refused(file.Code);
    }
}
