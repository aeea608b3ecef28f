using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables.Reports;

/// <summary>Tells the state of tables from the artifact store alone, for people: also of tables whose service does not run.</summary>
public sealed class TableReports(IArtifactStore artifacts, TableStore store, InputFiles inputs)
{
    private readonly GenerationFiles files = new(artifacts);

    /// <summary>The tables that have a plan or a pointer, by name.</summary>
    public async Task<IReadOnlyList<TableReport>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var key in files.ListKeysAsync(GenerationKeys.Root, cancellationToken).ConfigureAwait(false))
            names.Add(key.Segments[1]);
        var reports = new List<TableReport>();
        foreach (var name in names)
            reports.Add(await ReadAsync(name, cancellationToken).ConfigureAwait(false));
        return reports;
    }

    /// <summary>The state of one table; damage of its plans and pointers is a state too.</summary>
    public async Task<TableReport> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadSoundAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException ex)
        {
            return new(name, null, null, TableReportState.Damaged, ex.Message);
        }
    }

    /// <summary>The generations that are in the store, the newest first.</summary>
    public async Task<IReadOnlyList<GenerationReport>> ListGenerationsAsync(string name, CancellationToken cancellationToken)
    {
        var reports = new List<GenerationReport>();
        foreach (var (id, created) in await files.ListAsync(name, cancellationToken).ConfigureAwait(false))
        {
            if (await files.FindAsync<TablePlan>(GenerationKeys.Plan(name, id), cancellationToken).ConfigureAwait(false) is not { } plan)
                continue;
            var refusal = await files.FindAsync<TableRefusal>(GenerationKeys.Refusal(name, id), cancellationToken).ConfigureAwait(false);
            var units = await files.ListUnitsAsync(plan, cancellationToken).ConfigureAwait(false);
            var (manifest, _) = await ManifestOfAsync(name, id, cancellationToken).ConfigureAwait(false);
            reports.Add(new GenerationReport(plan, created, units.Count, manifest, refusal is null ? null : $"{refusal.Reason}. {refusal.Detail}"));
        }

        return [.. reports.OrderByDescending(report => report.Created).ThenBy(report => report.Plan.Id, StringComparer.Ordinal)];
    }

    private async Task<TableReport> ReadSoundAsync(string name, CancellationToken cancellationToken)
    {
        var pointer = await store.FindCurrentAsync(name, cancellationToken).ConfigureAwait(false);
        var (manifest, damage) = pointer is null ? default : await ManifestOfAsync(name, pointer.Id, cancellationToken).ConfigureAwait(false);
        TableReport Report(TableReportState state, string? detail) => new(name, pointer, manifest, state, detail);
        if (damage is not null)
            return Report(TableReportState.Damaged, damage);
        var newer = await NewerAsync(name, pointer, cancellationToken).ConfigureAwait(false);
        var changed = manifest is null ? [] : await ChangedInputsAsync(manifest.Plan, cancellationToken).ConfigureAwait(false);
        if (manifest is null || changed.Count > 0)
            switch (newer)
            {
                case { Refusal: { } refusal }:
                    return Report(TableReportState.Refused, refusal);
                case { Manifest: null } when pointer?.Pinned != true:
                    return Report(TableReportState.Building, $"{newer.UnitsDone} of {newer.Plan.Units} units are built.");
            }

        if (pointer?.Pinned == true)
            return Report(TableReportState.Pinned, $"Pinned by {pointer.Builder}. 'platform tables use {name} --latest' releases it.");
        if (changed.Count > 0)
            return Report(TableReportState.Stale, $"Changed since: {string.Join(", ", changed)}.");
        // Whether its options are those of today, only the service of the table knows.
        return Report(TableReportState.Current, newer?.Refusal is { } other ? $"{newer.Plan.Id}, of the same inputs with other options, is refused: {other}" : null);
    }

    private async Task<(TableStore.Manifest? Manifest, string? Damage)> ManifestOfAsync(string name, string id, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await store.FindAsync(name, id, cancellationToken).ConfigureAwait(false);
            return (manifest, manifest is null ? $"The manifest of {id} is gone. Its service writes it again when it starts." : null);
        }
        catch (InvalidDataException ex)
        {
            return (null, ex.Message);
        }
    }

    /// <summary>The newest generation that is planned from the inputs as they are now, if it is newer than the current one.</summary>
    private async Task<GenerationReport?> NewerAsync(string name, TableStore.TablePointer? pointer, CancellationToken cancellationToken)
    {
        foreach (var generation in await ListGenerationsAsync(name, cancellationToken).ConfigureAwait(false))
        {
            if (generation.Plan.Id == pointer?.Id)
                return null;
            if ((await ChangedInputsAsync(generation.Plan, cancellationToken).ConfigureAwait(false)).Count == 0)
                return generation;
        }

        return null;
    }

    /// <summary>Inputs that are neither the current content of a table nor the newest file of that name; a table may be named like the file that it is made of.</summary>
    private async Task<IReadOnlyList<string>> ChangedInputsAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        foreach (var (input, content) in plan.Inputs)
        {
            var table = (await store.FindCurrentAsync(input, cancellationToken).ConfigureAwait(false))?.ContentSha256;
            if (table == content)
                continue;
            var records = await inputs.ListRecordsAsync(input, cancellationToken).ConfigureAwait(false);
            var file = records.Where(record => !record.IsWithdrawn).MaxBy(record => (record.Revision, record.File.Sha256))?.File.Sha256;
            if (records.FirstOrDefault(record => record.IsWithdrawn && record.File.Sha256 == content) is { } withdrawn && file != content)
                changed.Add($"{input} ({withdrawn.Name} was withdrawn)");
            else if ((table ?? file) is not null && file != content)
                changed.Add(input);
        }

        return changed;
    }
}
