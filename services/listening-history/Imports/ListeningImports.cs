using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>Imports exports, undoes imports, deletes accounts, and notifies the subscribers of changes.</summary>
internal sealed class ListeningImports(
    IImportStores stores, IEnumerable<IListeningChanges> changes, ExportLimits limits, TimeProvider time, ILogger<ListeningImports> logger)
{
    private const long MinOverlappingForWarning = 50;

    /// <exception cref="ExportRefusedException">Nothing can be imported from the paths, or they cannot replace what is there.</exception>
    public async Task<ImportReport> ImportAsync(
        AccountName account, IReadOnlyList<string> paths, ImportMode mode, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        using var exports = new ExportFinder(limits).Find(paths, cancellationToken);
        using var pump = new ImportPump(exports, limits, time);
        using var previewed = mode == ImportMode.Preview || exports.Files.Count == 0 ? stores.OpenForPreview(account) : null;
        var store = previewed?.Store ?? stores.OpenForImport(account);
        ImportReport? report = null;
        await store.ImportAsync(
            session =>
            {
                report = Import(session, pump, mode, exports.Ignored, progress, cancellationToken);
                return report.ImportId is not null;
            },
            cancellationToken).ConfigureAwait(false);
        if (report!.ImportId is { } id)
        {
            Log.Imported(logger, id, account.Value, report.Counts.New, report.Counts.Known, report.Counts.Invalid, report.Refused.Count);
            await PublishAsync(store, cancellationToken).ConfigureAwait(false);
        }

        return report;
    }

    public IReadOnlyList<ImportRecord> List(AccountName account) => stores.Exists(account) ? stores.OpenForImport(account).ListImports() : [];

    /// <summary>Undoes an import. False if there is no such import.</summary>
    public async Task<bool> UndoAsync(AccountName account, long importId, CancellationToken cancellationToken)
    {
        if (!stores.Exists(account))
            return false;
        var store = stores.OpenForImport(account);
        if (!await store.UndoAsync(importId, cancellationToken).ConfigureAwait(false))
            return false;
        Log.Undone(logger, importId, account.Value);
        await PublishAsync(store, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public AccountSettings Settings(AccountName account) => stores.SettingsOf(account);

    /// <exception cref="FormatException">The time zone is unknown, or the threshold is out of range.</exception>
    public async Task SaveSettingsAsync(AccountName account, AccountSettings settings, CancellationToken cancellationToken)
    {
        if (!LocalClock.Knows(settings.TimeZone))
            throw new FormatException($"'{settings.TimeZone}' is not a time zone that the system knows. Use an IANA name such as Europe/Berlin.");
        if (settings.MinPlayMs is < 0 or > 3_600_000)
            throw new FormatException($"{settings.MinPlayMs:N0} ms is out of range: a play counts from 0 to 3,600,000 ms.");
        if (stores.SettingsOf(account) == settings)
            return;
        var store = stores.OpenForImport(account);
        await store.SaveSettingsAsync(settings, cancellationToken).ConfigureAwait(false);
        await PublishAsync(store, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes every file of the account. False if there is none.</summary>
    public async Task<bool> DeleteAsync(AccountName account, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
            await change.DeletedAsync(account, cancellationToken).ConfigureAwait(false);
        var deleted = stores.Delete(account);
        if (deleted)
            Log.Deleted(logger, account.Value);
        return deleted;
    }

    private async Task PublishAsync(IImportStore store, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
            await change.ChangedAsync(store, cancellationToken).ConfigureAwait(false);
    }

    private static ImportReport Import(
        IImportSession session, ImportPump pump, ImportMode mode, long ignored, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (mode == ImportMode.Replace)
            session.DropImports();
        pump.Run(session, progress, cancellationToken);
        var counts = session.Count();
        if (mode == ImportMode.Replace)
            CheckReplacement(pump, counts);

        // Known files add nothing; a second record of them would have to be undone separately.
        var isNew = mode != ImportMode.Preview && pump.Files > pump.KnownFiles && counts.New + counts.Known > 0;
        return new ImportReport
        {
            ImportId = isNew ? session.Record(counts) : null,
            IsPreview = mode == ImportMode.Preview,
            Files = pump.Files,
            KnownFiles = pump.KnownFiles,
            IgnoredFiles = ignored,
            Counts = counts,
            Invalid = pump.Invalid,
            Refused = pump.Refused,
            Warnings = Warnings(counts),
        };
    }

    private static void CheckReplacement(ImportPump pump, ImportCounts counts)
    {
        if (pump.Refused.Count > 0)
            throw new ExportRefusedException(
                "replacement_incomplete", $"The earlier imports are kept, because not all of the new files can be read. {pump.Refused[0].Message}");
        if (counts.New == 0)
            throw new ExportRefusedException("replacement_empty", "The earlier imports are kept, because the new files hold no valid row.");
    }

    private static List<string> Warnings(ImportCounts counts) =>
        counts.Overlapping >= MinOverlappingForWarning && counts.Overlapping * 5 >= counts.New
            ? [$"{counts.Overlapping:N0} of {counts.New:N0} new plays overlap in time with other plays of this account. "
                + "If the export is another person's, undo the import and name their account with --account."]
            : [];
}
