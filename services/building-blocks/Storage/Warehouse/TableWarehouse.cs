using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Storage.Warehouse;

/// <summary>
/// The warehouse on a table for each shard, which the extractor has built: loading a shard publishes its generation, and nothing is copied.
/// </summary>
/// <param name="announcer">Lazy, because readers need no event bus.</param>
public sealed class TableWarehouse(TableStore store, CurrentTables tables, Lazy<IGenerationAnnouncer> announcer) : IWarehouse, IWarehouseOperations
{
    /// <summary>The current one and the one before, which a file that is changed back asks for again.</summary>
    private const int KeptGenerations = 2;

    private static readonly string Builder = $"warehouse on {Environment.MachineName}";

    private volatile bool hasShards;

    public string Name => "the tables of the artifact store";

    public async Task<LoadOutcome> LoadAsync(ShardRows shard, CancellationToken cancellationToken)
    {
        var name = AnalysisTable.NameOf(shard.Shard);
        var current = await store.FindCurrentAsync(name, cancellationToken).ConfigureAwait(false);
        if (current is not null && await ReadAsync(shard.Shard, current, cancellationToken).ConfigureAwait(false) is { } loaded && loaded.IsNewerThan(shard))
            return LoadOutcome.Superseded;
        var manifest = await VerifyAsync(name, shard, isNew: current?.Id != shard.Generation, cancellationToken).ConfigureAwait(false);
        var outcome = await store.PublishAsync(manifest, new() { [AnalysisTable.Input] = shard.Revision }, Builder, cancellationToken).ConfigureAwait(false);
        if (outcome == TableStore.PublishOutcome.Pinned
            && (await store.FindCurrentAsync(name, cancellationToken).ConfigureAwait(false))?.Id != shard.Generation)
            return LoadOutcome.Pinned;
        if (outcome == TableStore.PublishOutcome.Overtaken)
            return LoadOutcome.Superseded;
        await AnnounceAsync(name, cancellationToken).ConfigureAwait(false);
        if (outcome is TableStore.PublishOutcome.Unchanged or TableStore.PublishOutcome.Pinned || current?.Id == shard.Generation)
            return LoadOutcome.AlreadyLoaded;
        await store.PruneAsync(name, KeptGenerations, cancellationToken).ConfigureAwait(false);
        return LoadOutcome.Loaded;
    }

    public async Task<LoadedShard?> FindShardAsync(ShardId shard, CancellationToken cancellationToken) =>
        await store.FindCurrentAsync(AnalysisTable.NameOf(shard), cancellationToken).ConfigureAwait(false) is { } pointer
            ? await ReadAsync(shard, pointer, cancellationToken).ConfigureAwait(false)
            : null;

    public async Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        var loaded = new List<LoadedShard>();
        foreach (var (name, pointer) in await store.ListCurrentAsync(AnalysisTable.Prefix, cancellationToken).ConfigureAwait(false))
            if (AnalysisTable.TryShardOf(name, out var shard))
                loaded.Add(LoadedOf(shard, pointer, await store.ReadAsync(name, pointer.Id, cancellationToken).ConfigureAwait(false)));
        return [.. loaded.OrderBy(shard => shard.Shard.Prefix, StringComparer.Ordinal)];
    }

    public async Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken)
    {
        var name = AnalysisTable.NameOf(AnalysisTable.ShardOf(track));
        var (isLoaded, analysis) = await tables.Of(name).ReadAsync(table => (table is not null, Find(table, track)), cancellationToken).ConfigureAwait(false);
        if (isLoaded || hasShards)
            return analysis;
        if ((await store.ListCurrentAsync(AnalysisTable.Prefix, cancellationToken).ConfigureAwait(false)).Count == 0)
            throw new TableNotBuiltException(name);
        hasShards = true;
        return null;
    }

    /// <summary>A load is a pointer, which is there or not.</summary>
    public Task<IReadOnlyList<ShardId>> ListPendingAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ShardId>>([]);

    /// <summary>Reads every byte of the current generation again.</summary>
    /// <exception cref="InvalidDataException">A part of it is damaged.</exception>
    public async Task<bool> ReloadAsync(ShardId shard, CancellationToken cancellationToken)
    {
        if (await store.FindCurrentAsync(AnalysisTable.NameOf(shard), cancellationToken).ConfigureAwait(false) is not { } pointer)
            return false;
        using var table = await store.OpenAsync(AnalysisTable.NameOf(shard), pointer.Id, cancellationToken).ConfigureAwait(false);
        table.Verify(cancellationToken);
        return true;
    }

    /// <summary>Checksums cover every row, so a count can only differ by damage.</summary>
    /// <exception cref="InvalidDataException">A part of a table is damaged.</exception>
    public async Task<IReadOnlyList<ShardDifference>> VerifyAsync(CancellationToken cancellationToken)
    {
        foreach (var loaded in await ListShardsAsync(cancellationToken).ConfigureAwait(false))
            await ReloadAsync(loaded.Shard, cancellationToken).ConfigureAwait(false);
        return [];
    }

    private static TrackAnalysis? Find(Table? table, TrackId track)
    {
        try
        {
            TrackAnalysis? found = null;
            table?.TryFind(track.ToKey(), value => AnalysisReader.Read(track, value), out found);
            return found;
        }
        catch (RowFormatException ex)
        {
            throw new InvalidDataException(
                $"Table {table!.Manifest.Plan.Table}, generation {table.Manifest.Plan.Id}, track {track}: {ex.Message}. Run 'platform repair'.", ex);
        }
    }

    /// <summary>Reads every byte of a generation before it is published.</summary>
    private async Task<TableStore.Manifest> VerifyAsync(string name, ShardRows shard, bool isNew, CancellationToken cancellationToken)
    {
        using var table = await store.OpenAsync(name, shard.Generation, cancellationToken).ConfigureAwait(false);
        var found = CountsOf(table.Manifest);
        if (found != (shard.Tracks.Rows, shard.Sections.Rows))
            throw new InvalidDataException(
                $"Table {name}, generation {shard.Generation}, has {found.Tracks} tracks and {found.Sections} sections; {shard.Tracks.Rows} and {shard.Sections.Rows} were announced. Extract the shard again.");
        if (isNew)
            table.Verify(cancellationToken);
        return table.Manifest;
    }

    /// <summary>Repeated where nothing has changed: the process may have died between the pointer and the announcement.</summary>
    private async Task AnnounceAsync(string name, CancellationToken cancellationToken)
    {
        if (await store.FindCurrentAsync(name, cancellationToken).ConfigureAwait(false) is { } pointer)
            await announcer.Value.AnnounceAsync(name, pointer, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null when the generation is gone.</returns>
    private async Task<LoadedShard?> ReadAsync(ShardId shard, TableStore.TablePointer pointer, CancellationToken cancellationToken) =>
        await store.FindAsync(AnalysisTable.NameOf(shard), pointer.Id, cancellationToken).ConfigureAwait(false) is { } manifest ? LoadedOf(shard, pointer, manifest) : null;

    private static LoadedShard LoadedOf(ShardId shard, TableStore.TablePointer pointer, TableStore.Manifest manifest)
    {
        var (tracks, sections) = CountsOf(manifest);
        return new LoadedShard(shard, tracks, sections) { Revision = RevisionOf(pointer), ExtractorVersion = manifest.Plan.MappingVersion };
    }

    private static (long Tracks, long Sections) CountsOf(TableStore.Manifest manifest) => (manifest.Rows, manifest.Counts.GetValueOrDefault(AnalysisTable.Sections));

    private static long RevisionOf(TableStore.TablePointer pointer) => pointer.Revisions.GetValueOrDefault(AnalysisTable.Input);
}
