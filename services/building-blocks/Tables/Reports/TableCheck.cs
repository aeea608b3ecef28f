using System.Globalization;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables.Reports;

/// <summary>
/// Verifies every object of the tables: pointers and their copies, plans, results of units, manifests, parts, and what refers to one another. Reads every
/// byte; may run beside a platform.
/// </summary>
/// <param name="inputKinds">The kinds of files that tables are made of.</param>
public sealed class TableCheck(IArtifactStore artifacts, TableStore store, InputFiles inputs, IReadOnlyCollection<string> inputKinds)
{
    /// <summary>A plan names an input that was not there by a word instead.</summary>
    private const int Sha256Digits = 64;

    private readonly GenerationFiles files = new(artifacts);

    /// <param name="only">One table; null for all of them and the records of their input files.</param>
    public async Task<IReadOnlyList<TableFinding>> FindAsync(string? only, CancellationToken cancellationToken)
    {
        var findings = new List<TableFinding>();
        var objects = new SortedDictionary<string, List<ArtifactKey>>(StringComparer.Ordinal);
        await foreach (var key in files.ListKeysAsync(GenerationKeys.Root, cancellationToken).ConfigureAwait(false))
        {
            if (!objects.TryGetValue(key.Segments[1], out var of))
                objects[key.Segments[1]] = of = [];
            of.Add(key);
        }

        foreach (var (table, keys) in objects.Where(of => only is null || of.Key == only))
        {
            var pointers = await new PointerCheck(files, findings).FindAsync(table, keys, cancellationToken).ConfigureAwait(false);
            foreach (var generation in keys.Where(key => key.Segments is [_, _, not GenerationKeys.PointersFolder, _]).GroupBy(key => key.Segments[2]))
                await new GenerationCheck(files, store, findings).FindAsync(table, generation.Key, [.. generation], pointers, cancellationToken).ConfigureAwait(false);
            if (pointers.Count > 0 && keys.All(key => key.Segments[2] != pointers[^1].Id))
                findings.Add(new(table, GenerationKeys.Manifest(table, pointers[^1].Id), "it is missing, though the current pointer names it", TableRemedy.Build));
            if (pointers.Count > 0)
                await FindReferencesAsync(table, pointers[^1], objects.ContainsKey, findings, cancellationToken).ConfigureAwait(false);
        }

        if (only is null)
            await FindInputsAsync(findings, cancellationToken).ConfigureAwait(false);
        return findings;
    }

    /// <summary>Deletes what is bad, or writes it again from its copy. What is missing then is built again by whoever owns the table.</summary>
    public async Task RepairAsync(IReadOnlyList<TableFinding> findings, CancellationToken cancellationToken)
    {
        foreach (var finding in findings)
        {
            if (finding.Remedy == TableRemedy.DeleteGeneration)
                await files.DeleteGenerationAsync(finding.Table, finding.Key.Segments[2], cancellationToken).ConfigureAwait(false);
            else
            {
                await artifacts.DeleteAsync(finding.Key, cancellationToken).ConfigureAwait(false);
                // A unit is built where there is no manifest.
                if (GenerationKeys.UnitOf(finding.Key) is not null)
                    await artifacts.DeleteAsync(GenerationKeys.Manifest(finding.Table, finding.Key.Segments[2]), cancellationToken).ConfigureAwait(false);
            }

            if (finding.Replacement is { } write)
                await write(files, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Inputs of the current generation that are nowhere: neither a generation of a table nor a file that was announced.</summary>
    private async Task FindReferencesAsync(
        string table, TableStore.TablePointer pointer, Func<string, bool> isTable, List<TableFinding> findings, CancellationToken cancellationToken)
    {
        if (await TryAsync(() => store.FindAsync(table, pointer.Id, cancellationToken)).ConfigureAwait(false) is not { } manifest)
            return;
        foreach (var (input, content) in manifest.Plan.Inputs)
        {
            // A table and a kind of files may have one name, such as features.
            var isFile = inputKinds.Contains(input);
            var tablePointers = isTable(input) ? await TryAsync(() => store.ListPointersAsync(input, cancellationToken)).ConfigureAwait(false) : [];
            if (tablePointers is null || tablePointers.Any(older => older.ContentSha256 == content))
                continue;
            if (!isFile && isTable(input) && content.Length == Sha256Digits)
                findings.Add(new(
                    table, GenerationKeys.Content(input, content),
                    $"no pointer of table {input} leads to this content, though the current generation of table {table} is made of it", TableRemedy.Build));
            else if (isFile && await TryAsync(() => inputs.ListRecordsAsync(input, cancellationToken)).ConfigureAwait(false) is { Count: 0 })
                findings.Add(new(
                    table, ArtifactKey.Parse($"{InputFiles.Root}{input}"), $"no file of kind {input} is recorded, though table {table} is made of one", TableRemedy.Announce));
        }
    }

    private async Task FindInputsAsync(List<TableFinding> findings, CancellationToken cancellationToken)
    {
        var keys = new List<ArtifactKey>();
        await foreach (var key in files.ListKeysAsync(InputFiles.Root, cancellationToken).ConfigureAwait(false))
            keys.Add(key);
        foreach (var key in keys)
            if (await files.FaultOfAsync<InputFileEntry>(key, entry => IsOf(entry, key) ? null : "it is the record of another file", cancellationToken).ConfigureAwait(false) is { } fault)
                findings.Add(new("", key, fault, TableRemedy.Announce));
    }

    private static bool IsOf(InputFileEntry entry, ArtifactKey key) =>
        entry.Kind == key.Segments[1] && entry.Revision.ToString("D19", CultureInfo.InvariantCulture) == key.Segments[^1];

    /// <summary>Null where what is read is damaged, which has a finding of its own.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> readAsync)
    {
        try
        {
            return await readAsync().ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            return default;
        }
    }
}
