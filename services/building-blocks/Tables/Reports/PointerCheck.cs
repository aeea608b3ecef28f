using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables.Reports;

/// <summary>Verifies the pointers of a table against their copies.</summary>
internal sealed class PointerCheck(GenerationFiles files, List<TableFinding> findings)
{
    /// <returns>The pointers that can be read, also from their copies, in the order of their numbers.</returns>
    public async Task<IReadOnlyList<TableStore.TablePointer>> FindAsync(string table, IReadOnlyList<ArtifactKey> keys, CancellationToken cancellationToken)
    {
        var pointers = new List<TableStore.TablePointer>();
        var own = keys.Where(key => key.Segments is [_, _, GenerationKeys.PointersFolder, _]).Select(key => GenerationKeys.PointerOfCopy(key) ?? key);
        foreach (var key in own.Distinct().OrderBy(key => key.ToString(), StringComparer.Ordinal))
            if (await FindAsync(table, key, cancellationToken).ConfigureAwait(false) is { } pointer)
                pointers.Add(pointer);
        return pointers;
    }

    private async Task<TableStore.TablePointer?> FindAsync(string table, ArtifactKey key, CancellationToken cancellationToken)
    {
        var copyKey = GenerationKeys.CopyOf(key);
        var (pointer, fault) = await ReadAsync(key).ConfigureAwait(false);
        var (copy, copyFault) = await ReadAsync(copyKey).ConfigureAwait(false);
        if (fault is not null)
            findings.Add(new(table, key, fault, copy is null ? TableRemedy.Build : TableRemedy.Write) { Replacement = Write(key, copy) });
        if (copyFault is not null)
            findings.Add(new(table, copyKey, copyFault, pointer is null ? TableRemedy.Build : TableRemedy.Write) { Replacement = Write(copyKey, pointer) });
        return pointer ?? copy;

        async Task<(TableStore.TablePointer?, string?)> ReadAsync(ArtifactKey place)
        {
            TableStore.TablePointer? read = null;
            var found = await files.FaultOfAsync<TableStore.TablePointer>(
                place, value => GenerationKeys.Pointer(table, (read = value).Number) == key ? null : $"it is pointer {value.Number}", cancellationToken).ConfigureAwait(false);
            return found is null ? (read, null) : (null, found);
        }
    }

    private static Func<GenerationFiles, CancellationToken, Task>? Write(ArtifactKey key, TableStore.TablePointer? pointer) =>
        pointer is null ? null : (files, stop) => files.CreateAsync(key, pointer, stop);
}
