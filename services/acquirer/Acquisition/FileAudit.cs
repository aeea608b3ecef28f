using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>
/// Hashes announced files again. One whose bytes differ, though nobody wrote to it, is withdrawn: first by the event, then in the ledger. A file that was written
/// to is left to the scan, which takes it as newer content; one that a torrent brings has no newer content, and is withdrawn too.
/// </summary>
public sealed class FileAudit
{
    private readonly string folder;
    private readonly int parallelism;
    private readonly IFileLedger ledger;
    private readonly IVerifiedDownloads downloads;
    private readonly IVerifiedFilePublisher publisher;
    private readonly AcquirerMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<FileAudit> logger;

    internal FileAudit(
        string folder, int parallelism, IFileLedger ledger, IVerifiedDownloads downloads, IVerifiedFilePublisher publisher, AcquirerMetrics metrics, TimeProvider time,
        ILogger<FileAudit> logger) =>
        (this.folder, this.parallelism, this.ledger, this.downloads, this.publisher, this.metrics, this.time, this.logger) =
            (folder, parallelism, ledger, downloads, publisher, metrics, time, logger);

    /// <exception cref="IOException">A file cannot be read.</exception>
    public Task<AuditReport> RunAsync(CancellationToken cancellationToken) => RunAsync(null, cancellationToken);

    /// <param name="names">Those alone; null for all.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal async Task<AuditReport> RunAsync(IReadOnlyCollection<string>? names, CancellationToken cancellationToken)
    {
        var report = new AuditReport();
        var downloaded = downloads.List();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ledger.List().Where(entry => !entry.IsWithdrawn && names?.Contains(entry.Name) != false), options, async (entry, stop) =>
        {
            var hasOneContent = downloaded.ContainsKey(entry.Name);
            if (await FindDamageAsync(entry, hasOneContent, report, stop).ConfigureAwait(false) is not { } found)
                return;
            await WithdrawAsync(entry, found, hasOneContent, stop).ConfigureAwait(false);
            report.AddDamaged(entry.Name);
        }).ConfigureAwait(false);
        return report;
    }

    /// <param name="hasOneContent">It has no newer content, whatever was written.</param>
    /// <returns>The SHA-256 of damaged bytes; null where the file is whole, gone or written to.</returns>
    private async Task<string?> FindDamageAsync(LedgerEntry entry, bool hasOneContent, AuditReport report, CancellationToken cancellationToken)
    {
        var path = RealPath.Of(Path.Combine(folder, entry.Name));
        if (!RealPath.IsInside(path, RealPath.Of(folder)) || !RegularFile.Exists(path) || !(hasOneContent || IsAsAnnounced(entry, path)))
            return null;
        var sha256 = await FileHash.OfAsync(path, metrics.Hashed, cancellationToken).ConfigureAwait(false);
        if (!(hasOneContent || IsAsAnnounced(entry, path)))
            return null;
        report.AddChecked(entry.Length);
        return sha256 == entry.Sha256 ? null : sha256;
    }

    private static bool IsAsAnnounced(LedgerEntry entry, string path) =>
        new FileInfo(path) is { Exists: true } info && info.Length == entry.Length && info.LastWriteTimeUtc.Ticks == entry.ModifiedTicks;

    private async Task WithdrawAsync(LedgerEntry entry, string found, bool hasOneContent, CancellationToken cancellationToken)
    {
        var withdrawn = new WithdrawnFile(entry, found, Math.Max(entry.Revision + 1, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond), hasOneContent);
        await publisher.WithdrawAsync(withdrawn, cancellationToken).ConfigureAwait(false);
        await ledger.PutAsync([entry with { Sha256 = found, Revision = withdrawn.Revision, IsWithdrawn = true }], cancellationToken).ConfigureAwait(false);
        metrics.Withdrawn();
        Log.FileWithdrawn(logger, entry.Slot, withdrawn.Reason);
    }
}
