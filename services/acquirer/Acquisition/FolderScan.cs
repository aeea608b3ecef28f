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
        var listing = OnePerSlot(playlistsOnly ? all.OfPlaylists() : all);
        var found = listing.Files.ToLookup(file => Known(file) is not null);
        status.Miss(Gone(all));
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

    /// <summary>Of several files for a slot the one that has it already, or else the shortest name; the others are refused.</summary>
    private FolderListing OnePerSlot(FolderListing listing)
    {
        var (kept, refused) = (new List<FoundFile>(), listing.Refused.ToList());
        foreach (var slot in listing.Files.GroupBy(file => file.Slot))
        {
            var name = ledger.Find(slot.Key)?.Name;
            var holder = slot.OrderBy(file => file.Name != name).ThenBy(file => file.Name.Length).ThenBy(file => file.Name, StringComparer.Ordinal).First();
            kept.Add(holder);
            refused.AddRange(slot.Where(file => file != holder).Select(file => new RefusedFile(
                file.Name, RefusalCode.Second, $"The data set's {slot.Key} is {holder.Name} already. Remove one of the two.")));
        }

        return listing with { Files = kept, Refused = refused };
    }

    /// <summary>What was taken and is not there, under no name.</summary>
    private List<(string Slot, string Name)> Gone(FolderListing all)
    {
        var there = all.Files.Select(file => file.Slot).ToHashSet(StringComparer.Ordinal);
        var refused = all.Refused.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        return [.. ledger.List().Where(entry => !there.Contains(entry.Slot) && !refused.Contains(entry.Name)).Select(entry => (entry.Slot, entry.Name))];
    }

    /// <summary>What was written down of the file, when it has not been written to since.</summary>
    private LedgerEntry? Known(FoundFile file) =>
        ledger.Find(file.Slot) is { } entry && entry.Name == file.Name && entry.Length == file.Length && entry.ModifiedTicks == file.ModifiedTicks ? entry : null;

    private async Task TakeAsync(FoundFile file, Checksums sums, CancellationToken cancellationToken)
    {
        if (await HashAsync(file, cancellationToken).ConfigureAwait(false) is not { } sha256 || !Agrees(file, sha256, sums))
            return;
        var before = ledger.Find(file.Slot);
        var revision = before?.Revision ?? 0;
        if (before?.Sha256 == sha256 && before.Name == file.Name)
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

        await ledger.PutAsync(new LedgerEntry(file.Slot, file.Name, file.Length, file.ModifiedTicks, sha256, revision), cancellationToken).ConfigureAwait(false);
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
