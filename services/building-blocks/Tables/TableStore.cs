using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Files;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables;

/// <summary>
/// The tables of an artifact store: their generations, which are built unit by unit and never changed, and the pointers that say which
/// one is current. Any number of processes may use it at once.
/// </summary>
public sealed partial class TableStore
{
    /// <summary>Parts that are fetched at the same time when a generation is opened.</summary>
    private const int PartsAtOnce = 4;

    private readonly ILocalArtifacts local;
    private readonly GenerationFiles files;
    private readonly PointerLog pointers;
    private readonly string scratch;
    private readonly TableOptions options;
    private readonly TimeProvider time;

    /// <param name="scratch">A folder for files that are being written; on the file system of a folder store, so that nothing is copied.</param>
    /// <param name="memoryBytes">Memory in which a writer sorts; rows that do not fit are spilled to the scratch folder.</param>
    /// <param name="threads">1, or more to sort and write beside the caller.</param>
    public TableStore(IArtifactStore store, ILocalArtifacts local, string scratch, long memoryBytes, int threads, TimeProvider time)
        : this(store, local, scratch, new TableOptions(memoryBytes, threads), time)
    {
    }

    internal TableStore(IArtifactStore store, ILocalArtifacts local, string scratch, TableOptions options, TimeProvider time)
    {
        this.local = local;
        this.scratch = scratch;
        this.options = options;
        this.time = time;
        files = new GenerationFiles(store);
        pointers = new PointerLog(files);
    }

    /// <summary>The units that are still to be built. The plan is written down first, so that every instance can read it.</summary>
    public async Task<IReadOnlyList<int>> ListMissingUnitsAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        plan.Validate();
        await files.CreateAsync(GenerationKeys.Plan(plan.Table, plan.Id), plan, cancellationToken).ConfigureAwait(false);
        var there = await files.ListUnitsAsync(plan, cancellationToken).ConfigureAwait(false);
        return [.. Enumerable.Range(0, plan.Units).Where(unit => !there.Contains(unit))];
    }

    /// <summary>A writer for one unit; completing it twice, or by two instances, does no harm.</summary>
    public TableWriter Write(TablePlan plan, int unit)
    {
        plan.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(unit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unit, plan.Units);
        return new TableWriter(plan, unit, options, new ScratchFolder(scratch), (result, written, stop) => files.StoreUnitAsync(plan, unit, result, written, stop));
    }

    /// <summary>Writes the manifest once every unit is there; null while one is missing.</summary>
    /// <param name="summarize">Gives counts of the whole table that no unit knows; they depend on its rows alone.</param>
    /// <exception cref="InvalidDataException">The keys of a unit are not below those of the next.</exception>
    /// <exception cref="ArtifactNotFoundException">A part is gone; the units' results were deleted, so that they are built again.</exception>
    public async Task<Manifest?> CompleteAsync(TablePlan plan, Func<Table, IReadOnlyDictionary<string, long>>? summarize, CancellationToken cancellationToken)
    {
        if (await FindCompleteAsync(plan, cancellationToken).ConfigureAwait(false) is { } known)
            return known;
        var units = new List<UnitResult>();
        for (var unit = 0; unit < plan.Units; unit++)
            if (await files.FindOrDeleteAsync<UnitResult>(GenerationKeys.Unit(plan.Table, plan.Id, unit), cancellationToken).ConfigureAwait(false) is { } result)
                units.Add(result);
            else
                return null;
        var manifest = Manifest.Of(plan, units);
        await files.RequirePartsAsync(manifest, cancellationToken).ConfigureAwait(false);
        if (summarize is not null)
            using (var table = await OpenAsync(manifest, cancellationToken).ConfigureAwait(false))
                manifest = manifest with { Counts = new(manifest.Counts.Concat(summarize(table)).ToDictionary(), StringComparer.Ordinal) };
        await files.CreateAsync(GenerationKeys.Manifest(plan.Table, plan.Id), manifest, cancellationToken).ConfigureAwait(false);
        return manifest;
    }

    /// <summary>The manifest of a plan that is built, or null. A damaged one is deleted: it is written again from the units.</summary>
    internal async Task<Manifest?> FindCompleteAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(plan.Table, plan.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            await files.DeleteAsync(GenerationKeys.Manifest(plan.Table, plan.Id), cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>The manifest of a plan that is built and whose parts are all there, or null: then it must be built again.</summary>
    public async Task<Manifest?> FindWholeAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        if (await FindCompleteAsync(plan, cancellationToken).ConfigureAwait(false) is not { } manifest)
            return null;
        try
        {
            await files.RequirePartsAsync(manifest, cancellationToken).ConfigureAwait(false);
            return manifest;
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The manifest of a generation that is complete, or null.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or that of another generation.</exception>
    public async Task<Manifest?> FindAsync(string table, string id, CancellationToken cancellationToken)
    {
        var key = GenerationKeys.Manifest(table, id);
        var manifest = await files.FindAsync<Manifest>(key, cancellationToken).ConfigureAwait(false);
        if (manifest is not null && (manifest.Plan.Table != table || manifest.Plan.Id != id))
            throw Damage.In(key.ToString(), $"it is the manifest of {manifest.Plan.Table} {manifest.Plan.Id}");
        return manifest;
    }

    /// <summary>The manifest of a generation that a pointer names.</summary>
    /// <exception cref="InvalidDataException">It is damaged or missing.</exception>
    public async Task<Manifest> ReadAsync(string table, string id, CancellationToken cancellationToken) =>
        await FindAsync(table, id, cancellationToken).ConfigureAwait(false)
        ?? throw Damage.In(GenerationKeys.Manifest(table, id).ToString(), "it is missing, though a pointer names it");

    /// <summary>The pointer of the greatest number, or null for a table that was never published.</summary>
    public Task<TablePointer?> FindCurrentAsync(string table, CancellationToken cancellationToken) => pointers.FindCurrentAsync(table, cancellationToken);

    /// <summary>The current pointer of each table that was published, by name.</summary>
    /// <param name="prefix">What the names begin with; empty for all tables.</param>
    public Task<IReadOnlyList<(string Table, TablePointer Pointer)>> ListCurrentAsync(string prefix, CancellationToken cancellationToken) =>
        pointers.ListCurrentAsync(prefix, cancellationToken);

    /// <summary>The tables that were published, whether or not their pointers can be read.</summary>
    /// <param name="prefix">What the names begin with; empty for all tables.</param>
    public Task<IReadOnlyCollection<string>> ListTablesAsync(string prefix, CancellationToken cancellationToken) => pointers.ListTablesAsync(prefix, cancellationToken);

    /// <summary>All pointers, the newest first.</summary>
    public Task<IReadOnlyList<TablePointer>> ListPointersAsync(string table, CancellationToken cancellationToken) =>
        pointers.ListAsync(table, cancellationToken);

    /// <summary>Opens a generation by its id.</summary>
    /// <inheritdoc cref="OpenAsync(Manifest, CancellationToken)" path="/exception"/>
    public async Task<Table> OpenAsync(string table, string id, CancellationToken cancellationToken) =>
        await OpenAsync(
            await FindAsync(table, id, cancellationToken).ConfigureAwait(false) ?? throw new ArtifactNotFoundException(GenerationKeys.Manifest(table, id)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Opens a generation of a content: what a plan names as its input.</summary>
    /// <exception cref="ArtifactNotFoundException">No pointer leads to such a content, or a part is gone: derive again from what is current.</exception>
    public async Task<Table> OpenContentAsync(string table, string contentSha256, CancellationToken cancellationToken)
    {
        var pointer = await FindCurrentAsync(table, cancellationToken).ConfigureAwait(false);
        if (pointer?.ContentSha256 != contentSha256)
            pointer = (await ListPointersAsync(table, cancellationToken).ConfigureAwait(false)).FirstOrDefault(older => older.ContentSha256 == contentSha256)
                ?? throw new ArtifactNotFoundException(GenerationKeys.Content(table, contentSha256));
        return await OpenAsync(table, pointer.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a generation. Its files are read on even when they are deleted meanwhile.</summary>
    /// <exception cref="ArtifactNotFoundException">A part is gone: read the pointer again, or have the parts built again.</exception>
    /// <exception cref="InvalidDataException">A part is damaged.</exception>
    public async Task<Table> OpenAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        var opened = new TableFile?[manifest.Parts.Count];
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                Enumerable.Range(0, opened.Length), options, async (part, stop) => opened[part] = await OpenPartAsync(manifest, manifest.Parts[part], stop).ConfigureAwait(false))
                .ConfigureAwait(false);
            return new Table(manifest, opened!);
        }
        catch
        {
            foreach (var file in opened)
                file?.Dispose();
            throw;
        }
    }

    /// <summary>Makes a generation current, unless a newer input is behind the current one or another is pinned.</summary>
    /// <param name="revisions">The revision of each input; none may be lower than the current pointer's.</param>
    /// <param name="builder">Who published it, for people.</param>
    /// <exception cref="ArtifactNotFoundException">A part is gone: build it again.</exception>
    public async Task<PublishOutcome> PublishAsync(
        Manifest manifest, SortedDictionary<string, long> revisions, string builder, CancellationToken cancellationToken)
    {
        var plan = manifest.Plan;
        while (true)
        {
            var current = await FindCurrentAsync(plan.Table, cancellationToken).ConfigureAwait(false);
            if (current?.Pinned == true)
                return PublishOutcome.Pinned;
            if (current?.IsAhead(plan, revisions) == true)
                return PublishOutcome.Overtaken;
            if (current is not null && current.Id == plan.Id && current.Revisions.SequenceEqual(revisions))
            {
                await pointers.CopyAsync(plan.Table, current, cancellationToken).ConfigureAwait(false);
                await files.RequirePartsAsync(manifest, cancellationToken).ConfigureAwait(false);
                return PublishOutcome.Unchanged;
            }

            var next = new TablePointer
            {
                Number = (current?.Number ?? 0) + 1, Id = plan.Id, ContentSha256 = manifest.ContentSha256, MappingVersion = plan.MappingVersion, Revisions = revisions,
                Builder = builder, At = time.GetUtcNow(),
            };
            if (!await pointers.TryAddAsync(plan.Table, next, cancellationToken).ConfigureAwait(false))
                continue;
            await files.RequirePartsAsync(manifest, cancellationToken).ConfigureAwait(false);
            return PublishOutcome.Published;
        }
    }

    /// <summary>Makes a generation current and keeps it so until <see cref="ReleaseAsync"/>.</summary>
    /// <exception cref="ArtifactNotFoundException">There is no such generation, or not all of it.</exception>
    public async Task PinAsync(string table, string id, string builder, CancellationToken cancellationToken)
    {
        var manifest = await FindAsync(table, id, cancellationToken).ConfigureAwait(false)
            ?? throw new ArtifactNotFoundException(GenerationKeys.Manifest(table, id));
        await files.RequirePartsAsync(manifest, cancellationToken).ConfigureAwait(false);
        await AppendAsync(table, current => new TablePointer
        {
            Number = (current?.Number ?? 0) + 1, Id = id, ContentSha256 = manifest.ContentSha256, MappingVersion = manifest.Plan.MappingVersion,
            Revisions = current?.Revisions ?? new(StringComparer.Ordinal), Builder = builder, At = time.GetUtcNow(), Pinned = true,
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the pinning of a table: the same generation stays current until another is published.</summary>
    public Task ReleaseAsync(string table, string builder, CancellationToken cancellationToken) => AppendAsync(
        table,
        current => current?.Pinned == true ? current with { Number = current.Number + 1, Builder = builder, At = time.GetUtcNow(), Pinned = false } : null,
        cancellationToken);

    /// <summary>
    /// Deletes generations, but for the last ones, the pinned one, and whatever was created or superseded in the last 24 hours.
    /// </summary>
    /// <param name="keep">Generations that are kept, the current one among them; at least 1.</param>
    /// <returns>The ids of what was deleted.</returns>
    public async Task<IReadOnlyList<string>> PruneAsync(string table, int keep, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var history = await ListPointersAsync(table, cancellationToken).ConfigureAwait(false);
        var doomed = await new Pruning(files, time).ListAsync(table, history, keep, cancellationToken).ConfigureAwait(false);
        foreach (var id in doomed)
            await files.DeleteGenerationAsync(table, id, cancellationToken).ConfigureAwait(false);
        return doomed;
    }

    /// <summary>What is wrong with a part, as the rest of a sentence; null where every byte is what was written.</summary>
    internal async Task<string?> FaultOfAsync(string table, string id, Part part, CancellationToken cancellationToken)
    {
        var key = GenerationKeys.Part(table, id, part.Name);
        try
        {
            using var copy = await FetchAsync(new ArtifactReference(key, part.Bytes, part.Sha256), cancellationToken).ConfigureAwait(false);
            using var file = TableFile.Open(copy.Path, key.ToString());
            TableVerifier.Verify(file, part, above: default, cancellationToken);
            return null;
        }
        catch (ArtifactNotFoundException)
        {
            return "it is missing";
        }
        catch (InvalidDataException ex)
        {
            return Damage.WhatIn(ex, key.ToString());
        }
    }

    private async Task<TableFile> OpenPartAsync(Manifest manifest, Part part, CancellationToken cancellationToken)
    {
        var key = GenerationKeys.Part(manifest.Plan.Table, manifest.Plan.Id, part.Name);
        using var copy = await FetchAsync(new ArtifactReference(key, part.Bytes, part.Sha256), cancellationToken).ConfigureAwait(false);
        var file = TableFile.Open(copy.Path, key.ToString());
        var firstKey = new byte[file.KeyBytes];
        file.CopyFirstKey(0, firstKey);
        if (file.Rows == part.Rows && file.KeyBytes == manifest.Plan.KeyBytes
            && Convert.ToHexStringLower(firstKey) == part.FirstKey && Convert.ToHexStringLower(file.LastKey) == part.LastKey)
            return file;
        file.Dispose();
        throw Damage.In(key.ToString(), $"it is not the part that the manifest of {manifest.Plan.Table} {manifest.Plan.Id} names");
    }

    private async Task<LocalArtifact> FetchAsync(ArtifactReference part, CancellationToken cancellationToken)
    {
        try
        {
            return await local.FetchAsync(part, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactChangedException ex)
        {
            throw Damage.In(part.Key.ToString(), ex.Found);
        }
    }

    private async Task AppendAsync(string table, Func<TablePointer?, TablePointer?> next, CancellationToken cancellationToken)
    {
        while (next(await FindCurrentAsync(table, cancellationToken).ConfigureAwait(false)) is { } pointer)
            if (await pointers.TryAddAsync(table, pointer, cancellationToken).ConfigureAwait(false))
                return;
    }
}
