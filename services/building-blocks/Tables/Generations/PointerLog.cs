using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>The pointers of tables: numbered objects, each created once.</summary>
internal sealed class PointerLog(GenerationFiles files)
{
    public async Task<TableStore.TablePointer?> FindCurrentAsync(string table, CancellationToken cancellationToken)
    {
        ArtifactKey? last = null;
        await foreach (var key in files.ListKeysAsync(GenerationKeys.Pointers(table), cancellationToken).ConfigureAwait(false))
            last = key;
        return last is { } newest ? await files.ReadAsync<TableStore.TablePointer>(newest, cancellationToken).ConfigureAwait(false) : null;
    }

    public async Task<IReadOnlyList<TableStore.TablePointer>> ListAsync(string table, CancellationToken cancellationToken)
    {
        var pointers = new List<TableStore.TablePointer>();
        await foreach (var key in files.ListKeysAsync(GenerationKeys.Pointers(table), cancellationToken).ConfigureAwait(false))
            pointers.Add(await files.ReadAsync<TableStore.TablePointer>(key, cancellationToken).ConfigureAwait(false));
        pointers.Reverse();
        return pointers;
    }

    /// <summary>The current pointer of each table whose name begins with a text, in the order of names.</summary>
    public async Task<IReadOnlyList<(string Table, TableStore.TablePointer Pointer)>> ListCurrentAsync(string prefix, CancellationToken cancellationToken)
    {
        var newest = new SortedDictionary<string, ArtifactKey>(StringComparer.Ordinal);
        await foreach (var key in files.ListKeysAsync(GenerationKeys.Root + prefix, cancellationToken).ConfigureAwait(false))
            if (key.Segments is [_, var table, GenerationKeys.PointersFolder, _])
                newest[table] = key;
        var pointers = new List<(string, TableStore.TablePointer)>();
        foreach (var (table, key) in newest)
            pointers.Add((table, await files.ReadAsync<TableStore.TablePointer>(key, cancellationToken).ConfigureAwait(false)));
        return pointers;
    }

    /// <returns>False when another instance took the number.</returns>
    public Task<bool> TryAddAsync(string table, TableStore.TablePointer pointer, CancellationToken cancellationToken) =>
        files.CreateAsync(GenerationKeys.Pointer(table, pointer.Number), pointer, cancellationToken);
}
