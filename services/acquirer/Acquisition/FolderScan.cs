namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>
/// Goes through a folder once: what is new or changed is hashed, told to the pipeline and only then written down, so that a
/// scan that is killed tells it again rather than not at all.
/// </summary>
internal sealed class FolderScan(
    string folder, int parallelism, IFileLedger ledger, IVerifiedFiles verified, AcquisitionStatus status, AcquirerMetrics metrics, TimeProvider time,
    bool playlistsOnly = false)
{
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="InvalidDataException">Its list of checksums cannot.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var sums = Checksums.Read(folder);
        var all = new FolderSource(folder).List();
        var listing = playlistsOnly ? all.OfPlaylists() : all;
        var found = listing.Files.ToLookup(file => Known(file) is not null);
        status.Begin(listing.Files.Count, listing.Ignored, sums.Missing(all), found[false].Sum(file => file.Length));
        foreach (var file in listing.Refused)
            Refuse(file);
        foreach (var file in found[true])
            if (Agrees(file, Known(file)!.Sha256, sums))
                status.CountUnchanged();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(found[false], options, async (file, stop) => await TakeAsync(file, sums, stop).ConfigureAwait(false)).ConfigureAwait(false);
        metrics.Scanned(listing.Files.Count, time.GetElapsedTime(began));
        status.Complete();
    }

    /// <summary>What was written down of the file, when it has not been written to since.</summary>
    private LedgerEntry? Known(FoundFile file) =>
        ledger.Find(file.Name) is { } entry && entry.Length == file.Length && entry.ModifiedTicks == file.ModifiedTicks ? entry : null;

    private async Task TakeAsync(FoundFile file, Checksums sums, CancellationToken cancellationToken)
    {
        if (await HashAsync(file, cancellationToken).ConfigureAwait(false) is not { } sha256 || !Agrees(file, sha256, sums))
            return;
        var before = ledger.Find(file.Name);
        var revision = before?.Revision ?? 0;
        if (before?.Sha256 == sha256)
        {
            status.CountUnchanged();
        }
        else
        {
            revision = before is null ? 0 : before.Revision + 1;
            await verified.PublishAsync(new VerifiedFile(file, sha256, revision), cancellationToken).ConfigureAwait(false);
            status.CountPublished();
            metrics.Published();
        }

        await ledger.PutAsync(new LedgerEntry(file.Name, file.Length, file.ModifiedTicks, sha256, revision), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The hash of a file that stood still while it was read, or null.</summary>
    private async Task<string?> HashAsync(FoundFile file, CancellationToken cancellationToken)
    {
        try
        {
            var sha256 = await FileHash.OfAsync(file.Path, Read, cancellationToken).ConfigureAwait(false);
            if (FoundFile.Stat(file.Name, file.Path, file.Kind) == file)
                return sha256;
            Refuse(new RefusedFile(
                file.Name, RefusalCode.Changing, "It was written to while it was read. It is taken by a later scan, once it stands still."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Refuse(new RefusedFile(file.Name, RefusalCode.Unreadable, $"It cannot be read: {fault.Message}"));
        }

        return null;

        void Read(int bytes)
        {
            status.Hashed(bytes);
            metrics.Read(bytes);
        }
    }

    private bool Agrees(FoundFile file, string sha256, Checksums sums)
    {
        if (sums.Of(file.Name) is not { } expected || expected == sha256)
            return true;
        Refuse(new RefusedFile(
            file.Name, RefusalCode.Checksum, $"Its SHA-256 is {sha256}, {Checksums.FileName} says {expected}. Get the file again."));
        return false;
    }

    private void Refuse(RefusedFile file)
    {
        status.Refuse(file);
        metrics.Refused(file.Code);
    }
}
