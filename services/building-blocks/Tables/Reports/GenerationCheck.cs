using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables.Reports;

/// <summary>Verifies the objects of one generation: each by its checksum, and against one another.</summary>
internal sealed class GenerationCheck(GenerationFiles files, TableStore store, List<TableFinding> findings)
{
    /// <param name="keys">All objects of the generation.</param>
    /// <param name="pointers">Those of the table, the current one last.</param>
    public async Task FindAsync(
        string table, string id, IReadOnlyList<ArtifactKey> keys, IReadOnlyList<TableStore.TablePointer> pointers, CancellationToken cancellationToken)
    {
        var isCurrent = pointers.Count > 0 && pointers[^1].Id == id;
        var (plan, planFault) = await ReadAsync<TablePlan>(GenerationKeys.Plan(table, id), PlanFault).ConfigureAwait(false);
        var (manifest, manifestFault) = await ReadAsync<TableStore.Manifest>(
            GenerationKeys.Manifest(table, id), found => PlanFault(found.Plan) ?? ContentFault(found)).ConfigureAwait(false);
        var isComplete = keys.Contains(GenerationKeys.Manifest(table, id)) || pointers.Any(pointer => pointer.Id == id);
        plan ??= manifest?.Plan;
        if (planFault is not null)
            findings.Add(new(table, GenerationKeys.Plan(table, id), planFault, TableRemedy.Write)
            {
                Replacement = plan is null ? null : (own, stop) => own.CreateAsync(GenerationKeys.Plan(table, id), plan, stop),
            });
        if (isComplete && manifestFault is not null)
            Add(GenerationKeys.Manifest(table, id), manifestFault);
        var refusal = GenerationKeys.Refusal(table, id);
        if (keys.Contains(refusal) && await files.FaultOfAsync<TableRefusal>(refusal, _ => null, cancellationToken).ConfigureAwait(false) is { } refusalFault)
            findings.Add(new(table, refusal, refusalFault, TableRemedy.Build));

        var (parts, isResultLost) = (new List<TableStore.Part>(), false);
        for (var unit = 0; unit < (plan?.Units ?? 0); unit++)
        {
            var key = GenerationKeys.Unit(table, id, unit);
            if (!isComplete && !keys.Contains(key))
                continue;
            var (result, fault) = await ReadAsync<UnitResult>(key, _ => null).ConfigureAwait(false);
            if (fault is not null)
                Add(key, fault);
            isResultLost |= fault is not null;
            parts.AddRange(result?.Parts ?? []);
        }

        foreach (var part in manifest?.Parts ?? parts)
            if (await store.FaultOfAsync(table, id, part, cancellationToken).ConfigureAwait(false) is { } fault)
                Add(GenerationKeys.Part(table, id, part.Name), fault);
        // One that is not what is built again would be in the way.
        if (manifest is null && (plan is null || isResultLost))
            foreach (var key in keys.Where(key => GenerationKeys.IsPart(key) && parts.All(part => GenerationKeys.Part(table, id, part.Name) != key)))
                Add(key, "nothing tells whether it is whole: the manifest and the result that name it are missing or damaged");

        string? PlanFault(TablePlan found) => found.Table == table && found.Id == id ? null : $"it is of {found.Table} {found.Id}";

        string? ContentFault(TableStore.Manifest found) =>
            pointers.FirstOrDefault(pointer => pointer.Id == id)?.ContentSha256 is { } content && content != found.ContentSha256
                ? $"it has the content {found.ContentSha256}, its pointer says {content}"
                : null;

        void Add(ArtifactKey key, string fault)
        {
            // Of an older generation only, the inputs may be gone.
            var isOlder = !isCurrent && pointers.Any(pointer => pointer.Id == id);
            findings.Add(new(table, key, fault, isOlder ? TableRemedy.DeleteGeneration : TableRemedy.Build));
        }

        async Task<(T? Value, string? Fault)> ReadAsync<T>(ArtifactKey key, Func<T, string?> faultOf)
            where T : class
        {
            T? read = null;
            var fault = await files.FaultOfAsync<T>(key, value => faultOf(read = value), cancellationToken).ConfigureAwait(false);
            return fault is null ? (read, null) : (null, fault);
        }
    }
}
