using System.Runtime.CompilerServices;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>The objects of generations in the artifact store.</summary>
internal sealed class GenerationFiles(IArtifactStore store)
{
    public async Task<T?> FindAsync<T>(ArtifactKey key, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ReadAsync<T>(key, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Finds an object that can be written again from others; a damaged one is deleted, as if it had not been written yet.</summary>
    public async Task<T?> FindOrDeleteAsync<T>(ArtifactKey key, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await FindAsync<T>(key, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>What is wrong with an object, as the rest of a sentence; null where nothing is.</summary>
    /// <param name="faultOf">What is wrong with its value.</param>
    public async Task<string?> FaultOfAsync<T>(ArtifactKey key, Func<T, string?> faultOf, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await FindAsync<T>(key, cancellationToken).ConfigureAwait(false) is { } value ? faultOf(value) : "it is missing";
        }
        catch (InvalidDataException ex)
        {
            return Damage.WhatIn(ex, key.ToString());
        }
    }

    /// <exception cref="ArtifactNotFoundException">There is no such object.</exception>
    public async Task<T> ReadAsync<T>(ArtifactKey key, CancellationToken cancellationToken)
    {
        var stream = await store.OpenAsync(key, new ByteRange(0, TableJson.MaxBytes), cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return TableJson.Read<T>(content.GetBuffer().AsSpan(0, (int)content.Length), key.ToString());
        }
    }

    /// <returns>False when it is there already.</returns>
    public async Task<bool> CreateAsync<T>(ArtifactKey key, T value, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(TableJson.Write(value));
        return await store.CreateAsync(key, content, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteAsync(ArtifactKey key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);

    public async IAsyncEnumerable<ArtifactKey> ListKeysAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
            yield return found.Key;
    }

    public async Task<IReadOnlySet<int>> ListUnitsAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        var units = new HashSet<int>();
        await foreach (var found in store.ListAsync(GenerationKeys.Folder(plan.Table, plan.Id), cancellationToken).ConfigureAwait(false))
            if (GenerationKeys.UnitOf(found.Key) is { } unit)
                units.Add(unit);
        return units;
    }

    /// <summary>Puts a unit's parts into the store, and then its result, which says that they are there.</summary>
    public async Task StoreUnitAsync(
        TablePlan plan, int unit, UnitResult result, IReadOnlyList<WrittenFile> written, CancellationToken cancellationToken)
    {
        foreach (var (part, file) in result.Parts.Zip(written))
        {
            var key = GenerationKeys.Part(plan.Table, plan.Id, part.Name);
            if (!await store.CreateFromFileAsync(key, file.Path, cancellationToken).ConfigureAwait(false))
                await RequireEqualAsync(key, part, cancellationToken).ConfigureAwait(false);
        }

        await CreateAsync(GenerationKeys.Unit(plan.Table, plan.Id, unit), result, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="ArtifactNotFoundException">A part is not there; the units' results are then deleted, so that they are built again.</exception>
    public async Task RequirePartsAsync(TableStore.Manifest manifest, CancellationToken cancellationToken)
    {
        var (table, id) = (manifest.Plan.Table, manifest.Plan.Id);
        foreach (var part in manifest.Parts)
        {
            var key = GenerationKeys.Part(table, id, part.Name);
            var found = await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
            if (found?.Length == part.Bytes)
                continue;
            // One of another length would be in the way of the one that is built again.
            if (found is not null)
                await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            await DeleteResultsAsync(table, id, cancellationToken).ConfigureAwait(false);
            throw new ArtifactNotFoundException(key);
        }
    }

    /// <summary>Every generation of a table, complete or not, and when its last object was created.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ListAsync(string table, CancellationToken cancellationToken)
    {
        var generations = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var found in store.ListAsync($"{GenerationKeys.Root}{table}/", cancellationToken).ConfigureAwait(false))
        {
            if (found.Key.Segments is not [_, _, var id, _] || id == GenerationKeys.PointersFolder)
                continue;
            if (!generations.TryGetValue(id, out var newest) || found.CreatedAt > newest)
                generations[id] = found.CreatedAt;
        }

        return generations;
    }

    /// <summary>What says that a generation is complete goes first, so that a crash never leaves one that only seems to be.</summary>
    public async Task DeleteGenerationAsync(string table, string id, CancellationToken cancellationToken)
    {
        await DeleteResultsAsync(table, id, cancellationToken).ConfigureAwait(false);
        await foreach (var found in store.ListAsync(GenerationKeys.Folder(table, id), cancellationToken).ConfigureAwait(false))
            await store.DeleteAsync(found.Key, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteResultsAsync(string table, string id, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(GenerationKeys.Manifest(table, id), cancellationToken).ConfigureAwait(false);
        await foreach (var found in store.ListAsync(GenerationKeys.Folder(table, id), cancellationToken).ConfigureAwait(false))
            if (GenerationKeys.UnitOf(found.Key) is not null)
                await store.DeleteAsync(found.Key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A part that another instance, or an earlier run, wrote must be the same: builds are deterministic.</summary>
    private async Task RequireEqualAsync(ArtifactKey key, TableStore.Part part, CancellationToken cancellationToken)
    {
        var stream = await store.OpenAsync(key, ByteRange.All, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var sha256 = Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            if (sha256 != part.Sha256)
                throw new InvalidDataException(
                    $"'{key}' has the SHA-256 {sha256}, this build of the same plan {part.Sha256}. Either the file is damaged, then run 'platform repair', or the code was changed without a new mapping version.");
        }
    }
}
