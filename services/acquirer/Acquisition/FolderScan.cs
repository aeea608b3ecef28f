using System.Buffers;
using System.Security.Cryptography;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>
/// Goes through a folder once: what is new or changed is hashed, told to the pipeline and only then written down, so that a
/// scan that is killed tells it again rather than not at all.
/// </summary>
internal sealed class FolderScan(
    string folder, int parallelism, IFileLedger ledger, IVerifiedFiles verified, AcquisitionStatus status, AcquirerMetrics metrics)
{
    private const int BufferBytes = 1 << 20;

    /// <exception cref="IOException">A file cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (files, refused, ignored) = new FolderSource(folder).List();
        var sums = Checksums.Read(folder);
        var work = files.Where(file => !IsKnown(file)).ToList();
        status.Begin(files.Count, ignored, work.Sum(file => file.Length));
        foreach (var file in refused)
            Refuse(file);
        for (var i = work.Count; i < files.Count; i++)
            status.CountUnchanged();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(work, options, async (file, stop) => await TryTakeAsync(file, sums, stop).ConfigureAwait(false)).ConfigureAwait(false);
        status.Complete();
    }

    private bool IsKnown(FoundFile file) =>
        ledger.Find(file.Name) is { } entry && entry.Length == file.Length && entry.ModifiedTicks == file.ModifiedTicks;

    private async Task TryTakeAsync(FoundFile file, IReadOnlyDictionary<string, string> sums, CancellationToken cancellationToken)
    {
        try
        {
            await TakeAsync(file, sums, cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException)
        {
            Refuse(new RefusedFile(file.Name, "It may not be read. Give this process the right to."));
        }
    }

    private async Task TakeAsync(FoundFile file, IReadOnlyDictionary<string, string> sums, CancellationToken cancellationToken)
    {
        var sha256 = await HashAsync(file, cancellationToken).ConfigureAwait(false);
        if (FolderSource.Stat(file.Path, file.Name, file.Kind) != file)
        {
            Refuse(new RefusedFile(file.Name, "It was written to while it was read. It is taken by a later scan, once it stands still."));
            return;
        }

        if (sums.TryGetValue(file.Name, out var expected) && expected != sha256)
        {
            Refuse(new RefusedFile(file.Name, $"Its SHA-256 is {sha256}, SHA256SUMS says {expected}. Get the file again."));
            return;
        }

        var before = ledger.Find(file.Name);
        if (before?.Sha256 == sha256)
        {
            status.CountUnchanged();
        }
        else
        {
            await verified.PublishAsync(new VerifiedFile(file, sha256, NextRevision(before)), cancellationToken).ConfigureAwait(false);
            status.CountPublished();
            metrics.Published();
        }

        var revision = before?.Sha256 == sha256 ? before.Revision : NextRevision(before);
        await ledger.PutAsync(new LedgerEntry(file.Name, file.Length, file.ModifiedTicks, sha256, revision), cancellationToken).ConfigureAwait(false);
    }

    private static int NextRevision(LedgerEntry? before) => before is null ? 0 : before.Revision + 1;

    private void Refuse(RefusedFile file)
    {
        status.Refuse(file);
        metrics.Refused();
    }

    private async Task<string> HashAsync(FoundFile file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var handle = File.OpenHandle(file.Path, options: FileOptions.SequentialScan);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long offset = 0;
            for (int read; (read = await RandomAccess.ReadAsync(handle, buffer, offset, cancellationToken).ConfigureAwait(false)) > 0; offset += read)
            {
                hash.AppendData(buffer, 0, read);
                status.Hashed(read);
                metrics.Read(read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
