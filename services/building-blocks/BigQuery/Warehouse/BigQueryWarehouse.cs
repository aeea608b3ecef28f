using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>
/// The warehouse on BigQuery. A new shard is appended by load jobs whose ids the ledger knows before they start; a changed one goes through staging tables
/// and replaces the old rows of both tables in one transaction.
/// </summary>
internal sealed class BigQueryWarehouse(
    BigQueryClient client, WarehouseTables tables, LoadLedger ledger, ShardJobs jobs, TableStore store, BigQueryWarehouseOptions options, TimeProvider time) : IWarehouse, IWarehouseOperations
{
    /// <summary>Looks at a shard that another loader is at work with.</summary>
    private const int MaxRounds = 20;

    private readonly AnalysisQueries queries = new(client, tables);

    public string Name => $"BigQuery {client.ProjectId}.{options.Dataset}";

    public async Task<LoadOutcome> LoadAsync(ShardRows shard, CancellationToken cancellationToken) =>
        (await LoadManyAsync([shard], cancellationToken).ConfigureAwait(false))[0].OutcomeOrThrow();

    public async Task<IReadOnlyList<ShardLoad>> LoadManyAsync(IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken)
    {
        var results = new ShardLoad?[shards.Count];
        for (var i = 0; i < shards.Count; i++)
            if (await FaultOfAsync(shards[i], cancellationToken).ConfigureAwait(false) is { } fault)
                results[i] = ShardLoad.Refused(fault);
        foreach (var batch in Enumerable.Range(0, shards.Count).Where(i => results[i] is null).Chunk(options.MaxShardsPerJob))
        {
            var loaded = await LoadBatchAsync([.. batch.Select(i => shards[i])], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < batch.Length; i++)
                results[batch[i]] = loaded[i];
        }

        return [.. results.Select(result => result!.Value)];
    }

    public async Task<LoadedShard?> FindShardAsync(ShardId shard, CancellationToken cancellationToken) => await Faults.MapAsync<LoadedShard?>(async () =>
        LoadedOf((await ledger.ReadAsync([shard], cancellationToken).ConfigureAwait(false)).FirstOrDefault(row => row.State == LoadState.Loaded && row.Shard.Shard == shard)), client, options).ConfigureAwait(false);

    public async Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken) => await Faults.MapAsync<IReadOnlyList<LoadedShard>>(async () =>
        [.. (await ledger.ListAsync(cancellationToken).ConfigureAwait(false)).Where(row => row.State == LoadState.Loaded).Select(row => LoadedOf(row)!)], client, options).ConfigureAwait(false);

    public async Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken) => await Faults.MapAsync<TrackAnalysis?>(async () =>
    {
        await tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        if (await queries.FindAsync(track, cancellationToken).ConfigureAwait(false) is { } found)
            return found;
        return (await ListShardsAsync(cancellationToken).ConfigureAwait(false)).Count > 0 ? null : throw new TableNotBuiltException(tables.Tracks.TableId);
    }, client, options).ConfigureAwait(false);

    public async Task<bool> ReloadAsync(ShardId shard, CancellationToken cancellationToken) => await Faults.MapAsync(async () =>
    {
        var current = (await ReadSettledAsync([shard], cancellationToken).ConfigureAwait(false)).FirstOrDefault(row => row.Shard.Shard == shard);
        if (current is null)
            return false;
        await ReplaceAsync([current.Shard], cancellationToken).ConfigureAwait(false);
        return true;
    }, client, options).ConfigureAwait(false);

    public async Task<IReadOnlyList<ShardDifference>> VerifyAsync(CancellationToken cancellationToken) => await Faults.MapAsync(async () =>
    {
        var known = (await ledger.ListAsync(cancellationToken).ConfigureAwait(false)).Where(row => row.State == LoadState.Loaded).ToDictionary(row => row.Shard.Shard.Prefix, row => row.Shard);
        var found = await queries.CountByShardAsync(cancellationToken).ConfigureAwait(false);
        return (IReadOnlyList<ShardDifference>)
        [
            .. from shard in known.Keys.Union(found.Keys).Order(StringComparer.Ordinal)
               let wanted = known.TryGetValue(shard, out var rows) ? (rows.Tracks.Rows, rows.Sections.Rows) : default
               let there = found.GetValueOrDefault(shard)
               where wanted != (there.Tracks, there.Sections) || there.DistinctTracks != there.Tracks
               select new ShardDifference(shard, wanted.Item1, wanted.Item2, there.Tracks, there.Sections, there.DistinctTracks),
        ];
    }, client, options).ConfigureAwait(false);

    public async Task<IReadOnlyList<ShardId>> ListPendingAsync(CancellationToken cancellationToken) => await Faults.MapAsync<IReadOnlyList<ShardId>>(async () =>
        [.. (await ledger.ListAsync(cancellationToken).ConfigureAwait(false)).Where(row => row.State != LoadState.Loaded).Select(row => row.Shard.Shard)], client, options).ConfigureAwait(false);

    /// <summary>A batch in one job a table; if a row or a file of it is bad, shard by shard, so that the bad one is known.</summary>
    private async Task<IReadOnlyList<ShardLoad>> LoadBatchAsync(IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken)
    {
        try
        {
            return await Faults.MapAsync(() => LoadTogetherAsync(shards, cancellationToken), client, options).ConfigureAwait(false);
        }
        catch (Exception ex) when (ShardLoad.IsRefusal(ex))
        {
            if (shards.Count == 1)
                return [ShardLoad.Refused(ex)];
        }

        var loads = new List<ShardLoad>();
        foreach (var shard in shards)
            loads.AddRange(await LoadBatchAsync([shard], cancellationToken).ConfigureAwait(false));
        return loads;
    }

    private async Task<IReadOnlyList<ShardLoad>> LoadTogetherAsync(IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken)
    {
        var done = new Dictionary<ShardId, LoadOutcome>();
        // A shard that another loader takes in the meantime is looked at again.
        for (var round = 0; done.Count < shards.Count; round++)
        {
            if (round == MaxRounds)
                throw new TimeoutException($"Other loaders are at work with shards {string.Join(", ", shards.Where(shard => !done.ContainsKey(shard.Shard)).Select(shard => shard.Shard))}.");
            var open = shards.Where(shard => !done.ContainsKey(shard.Shard)).ToList();
            var current = (await ReadSettledAsync(open.Select(shard => shard.Shard), cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Shard.Shard, row => row.Shard);
            var (added, changed) = (new List<ShardRows>(), new List<ShardRows>());
            foreach (var shard in open)
            {
                if (!current.TryGetValue(shard.Shard, out var there))
                    added.Add(shard);
                else if (new LoadedShard(there.Shard, 0, 0) { Revision = there.Revision, ExtractorVersion = there.ExtractorVersion }.IsNewerThan(shard))
                    done[shard.Shard] = LoadOutcome.Superseded;
                else if (there.Generation == shard.Generation)
                    done[shard.Shard] = await KeepAsync(there, shard, cancellationToken).ConfigureAwait(false);
                else
                    changed.Add(shard);
            }

            foreach (var shard in await AppendAsync(added, cancellationToken).ConfigureAwait(false))
                done[shard] = LoadOutcome.Loaded;
            foreach (var shard in await ReplaceAsync(changed, cancellationToken).ConfigureAwait(false))
                done[shard] = LoadOutcome.Loaded;
        }

        return [.. shards.Select(shard => ShardLoad.Done(done[shard.Shard]))];
    }

    private async Task<LoadOutcome> KeepAsync(ShardRows there, ShardRows shard, CancellationToken cancellationToken)
    {
        if (there.Revision < shard.Revision)
            await ledger.ReviseAsync(shard, cancellationToken).ConfigureAwait(false);
        return LoadOutcome.AlreadyLoaded;
    }

    /// <summary>What is loaded of shards, after the loads that another process has begun were ended.</summary>
    private async Task<IReadOnlyList<LedgerRow>> ReadSettledAsync(IEnumerable<ShardId> shards, CancellationToken cancellationToken)
    {
        var wanted = shards.ToHashSet();
        var rows = await ledger.ReadAsync(wanted, cancellationToken).ConfigureAwait(false);
        var pending = rows.Where(row => row.State != LoadState.Loaded).GroupBy(row => row.LoadId).ToList();
        foreach (var load in pending)
        {
            try
            {
                await FinishAsync([.. load], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception ex) when (ShardLoad.IsRefusal(ex))
            {
                // Given up by FinishAsync; whoever announced it hears of it when it comes again.
            }
        }

        if (pending.Count > 0)
            rows = await ledger.ReadAsync(wanted, cancellationToken).ConfigureAwait(false);
        return [.. rows.Where(row => row.State == LoadState.Loaded && wanted.Contains(row.Shard.Shard))];
    }

    private Task<IReadOnlyList<ShardId>> AppendAsync(IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken) => BeginAsync(LoadState.Appending, shards, cancellationToken);

    private Task<IReadOnlyList<ShardId>> ReplaceAsync(IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken) => BeginAsync(LoadState.Replacing, shards, cancellationToken);

    /// <returns>The shards that this call has loaded.</returns>
    private async Task<IReadOnlyList<ShardId>> BeginAsync(LoadState state, IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken)
    {
        if (shards.Count == 0)
            return [];
        var load = await ledger.BeginAsync(NewLoadId(shards), state, shards, cancellationToken).ConfigureAwait(false);
        if (load.Count > 0)
            await FinishAsync(load, cancellationToken).ConfigureAwait(false);
        return [.. load.Select(row => row.Shard.Shard)];
    }

    /// <summary>Does what is left of a load, whoever began it. A load that cannot be done is given up.</summary>
    private async Task FinishAsync(IReadOnlyList<LedgerRow> load, CancellationToken cancellationToken)
    {
        var (id, state) = (load[0].LoadId, load[0].State);
        var shards = load.Select(row => row.Shard.Shard).ToList();
        try
        {
            if (state == LoadState.Appending)
            {
                await LoadAsync($"append_{{0}}_{id}", load, tables.Tracks, tables.Sections, WriteDisposition.WriteAppend, cancellationToken).ConfigureAwait(false);
                await ledger.AppendedAsync(id, cancellationToken).ConfigureAwait(false);
                return;
            }

            var (tracks, sections) = (tables.Staging("tracks", id), tables.Staging("sections", id));
            await tables.CreateStagingAsync(tracks, WarehouseTables.TrackSchema, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            await tables.CreateStagingAsync(sections, WarehouseTables.SectionSchema, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            await LoadAsync($"stage_{{0}}_{id}", load, tracks, sections, WriteDisposition.WriteTruncate, cancellationToken).ConfigureAwait(false);
            await ledger.ReplaceAsync(id, shards, cancellationToken).ConfigureAwait(false);
            await client.DeleteTableAsync(tracks, cancellationToken).ConfigureAwait(false);
            await client.DeleteTableAsync(sections, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ShardLoad.IsRefusal(ex))
        {
            await ledger.AbandonAsync(id, state, shards, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task LoadAsync(string name, IReadOnlyList<LedgerRow> load, Data.TableReference tracks, Data.TableReference sections, WriteDisposition disposition, CancellationToken cancellationToken)
    {
        string Name(string kind) => name.Replace("{0}", kind, StringComparison.Ordinal);
        await jobs.RunAsync(Name("tracks"), [.. load.Select(row => row.Shard.Tracks)], tracks, WarehouseTables.TrackSchema, disposition, cancellationToken).ConfigureAwait(false);
        await jobs.RunAsync(Name("sections"), [.. load.Select(row => row.Shard.Sections)], sections, WarehouseTables.SectionSchema, disposition, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares the announcement with the manifest of the shard's table, before anything is loaded.</summary>
    private async Task<Exception?> FaultOfAsync(ShardRows shard, CancellationToken cancellationToken)
    {
        var name = AnalysisTable.NameOf(shard.Shard);
        try
        {
            if (await store.FindAsync(name, shard.Generation, cancellationToken).ConfigureAwait(false) is not { } manifest)
                return new ArtifactNotFoundException(ArtifactKey.Parse($"tables/{name}/{shard.Generation}/manifest"));
            var (tracks, sections) = (manifest.Rows, manifest.Counts.GetValueOrDefault(AnalysisTable.Sections));
            return (tracks, sections) == (shard.Tracks.Rows, shard.Sections.Rows)
                ? null
                : new InvalidDataException(
                    $"Table {name}, generation {shard.Generation}, has {tracks} tracks and {sections} sections; {shard.Tracks.Rows} and {shard.Sections.Rows} were announced. Extract the shard again.");
        }
        catch (Exception ex) when (ShardLoad.IsRefusal(ex))
        {
            return ex;
        }
    }

    /// <summary>From the hashes of what is loaded, and a part that no other load has: the same rows may be loaded again after others.</summary>
    private static string NewLoadId(IReadOnlyList<ShardRows> shards)
    {
        var content = string.Join('\n', shards.Select(shard => $"{shard.Shard} {shard.Generation} {shard.Tracks.File.Sha256} {shard.Sections.File.Sha256}").Order(StringComparer.Ordinal));
        return $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..24]}_{Guid.NewGuid():N}"[..41];
    }

    private static LoadedShard? LoadedOf(LedgerRow? row) => row is null
        ? null
        : new LoadedShard(row.Shard.Shard, row.Shard.Tracks.Rows, row.Shard.Sections.Rows) { Revision = row.Shard.Revision, ExtractorVersion = row.Shard.ExtractorVersion };
}
