using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>
/// The pointers of tables: numbered objects, each created once. A copy beside each tells a pointer that was lost from one that never was: without it, the
/// pointer before would be taken for the current one.
/// </summary>
internal sealed class PointerLog(GenerationFiles files)
{
    public async Task<TableStore.TablePointer?> FindCurrentAsync(string table, CancellationToken cancellationToken)
    {
        ArtifactKey? last = null;
        await foreach (var key in files.ListKeysAsync(GenerationKeys.Pointers(table), cancellationToken).ConfigureAwait(false))
            last = key;
        return last is { } newest ? await ReadAsync(newest, cancellationToken).ConfigureAwait(false) : null;
    }

    public async Task<IReadOnlyList<TableStore.TablePointer>> ListAsync(string table, CancellationToken cancellationToken)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var key in files.ListKeysAsync(GenerationKeys.Pointers(table), cancellationToken).ConfigureAwait(false))
            keys.Add((GenerationKeys.PointerOfCopy(key) ?? key).ToString());
        var pointers = new List<TableStore.TablePointer>();
        foreach (var key in keys.Reverse())
            pointers.Add(await ReadAsync(ArtifactKey.Parse(key), cancellationToken).ConfigureAwait(false));
        return pointers;
    }

    /// <summary>The current pointer of each table whose name begins with a text, in the order of names.</summary>
    public async Task<IReadOnlyList<(string Table, TableStore.TablePointer Pointer)>> ListCurrentAsync(string prefix, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(prefix, cancellationToken).ConfigureAwait(false);
        var pointers = new List<(string, TableStore.TablePointer)>();
        foreach (var (table, key) in newest)
            pointers.Add((table, await ReadAsync(key, cancellationToken).ConfigureAwait(false)));
        return pointers;
    }

    public async Task<IReadOnlyCollection<string>> ListTablesAsync(string prefix, CancellationToken cancellationToken) =>
        (await NewestAsync(prefix, cancellationToken).ConfigureAwait(false)).Keys;

    /// <returns>False when another instance took the number.</returns>
    public async Task<bool> TryAddAsync(string table, TableStore.TablePointer pointer, CancellationToken cancellationToken)
    {
        if (!await files.CreateAsync(GenerationKeys.Pointer(table, pointer.Number), pointer, cancellationToken).ConfigureAwait(false))
            return false;
        await CopyAsync(table, pointer, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Writes the copy of a pointer, unless it is there: whoever made the pointer may have died before.</summary>
    public Task CopyAsync(string table, TableStore.TablePointer pointer, CancellationToken cancellationToken) =>
        files.CreateAsync(GenerationKeys.CopyOf(GenerationKeys.Pointer(table, pointer.Number)), pointer, cancellationToken);

    private async Task<SortedDictionary<string, ArtifactKey>> NewestAsync(string prefix, CancellationToken cancellationToken)
    {
        var newest = new SortedDictionary<string, ArtifactKey>(StringComparer.Ordinal);
        await foreach (var key in files.ListKeysAsync(GenerationKeys.Root + prefix, cancellationToken).ConfigureAwait(false))
            if (key.Segments is [_, var table, GenerationKeys.PointersFolder, _])
                newest[table] = key;
        return newest;
    }

    /// <param name="key">Of the pointer, or of its copy.</param>
    private async Task<TableStore.TablePointer> ReadAsync(ArtifactKey key, CancellationToken cancellationToken)
    {
        var own = GenerationKeys.PointerOfCopy(key) ?? key;
        var pointer = await files.FindAsync<TableStore.TablePointer>(own, cancellationToken).ConfigureAwait(false)
            ?? throw Damage.In(own.ToString(), "it is missing");
        return GenerationKeys.Pointer(own.Segments[1], pointer.Number) == own ? pointer : throw Damage.In(own.ToString(), $"it is pointer {pointer.Number} of a table");
    }
}
