using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Warehouse;

namespace SpotifyPlatform.WarehouseLoader.Loading;

/// <summary>Loads shards, each completely or not at all, and reports the results.</summary>
internal sealed class ShardLoader(IWarehouse warehouse, IArtifactStore artifacts, WarehouseLoaderMetrics metrics, TimeProvider time, ILogger<ShardLoader> logger)
{
    /// <param name="shards">Each shard once.</param>
    /// <returns>For each shard null when it is in the warehouse, or a newer revision of it is.</returns>
    public async Task<IReadOnlyList<RefusedLoad?>> LoadAsync(IReadOnlyList<AnnouncedShard> shards, CancellationToken cancellationToken)
    {
        var (answers, start) = (new RefusedLoad?[shards.Count], time.GetTimestamp());
        var ready = new List<int>();
        for (var i = 0; i < answers.Length; i++)
        {
            // Of an older revision the files need not even be there any more.
            if (await IsSupersededAsync(shards[i].Rows, cancellationToken).ConfigureAwait(false))
                continue;
            answers[i] = await FaultOfFilesAsync(shards[i], cancellationToken).ConfigureAwait(false);
            if (answers[i] is null)
                ready.Add(i);
        }

        var loads = await warehouse.LoadManyAsync([.. ready.Select(i => shards[i].Rows)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < loads.Count; i++)
            answers[ready[i]] = await ReportAsync(shards[ready[i]], loads[i], time.GetElapsedTime(start), cancellationToken).ConfigureAwait(false);
        return answers;
    }

    private async Task<bool> IsSupersededAsync(ShardRows rows, CancellationToken cancellationToken)
    {
        if (await warehouse.FindShardAsync(rows.Shard, cancellationToken).ConfigureAwait(false) is not { } loaded || !loaded.IsNewerThan(rows))
            return false;
        Log.Superseded(logger, rows.Shard.Prefix, rows.Revision, loaded.Revision);
        return true;
    }

    private async Task<RefusedLoad?> FaultOfFilesAsync(AnnouncedShard shard, CancellationToken cancellationToken)
    {
        try
        {
            await RequireAsync(shard.Rows.Tracks, cancellationToken).ConfigureAwait(false);
            await RequireAsync(shard.Rows.Sections, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception ex) when (ShardLoad.IsRefusal(ex))
        {
            return Refuse(shard, ex);
        }
    }

    /// <summary>Row files are not read here; whoever reads them compares their hash.</summary>
    private async Task RequireAsync(RowFile rows, CancellationToken cancellationToken)
    {
        var found = await artifacts.FindAsync(rows.File.Key, cancellationToken).ConfigureAwait(false) ?? throw new ArtifactNotFoundException(rows.File.Key);
        if (found.Length != rows.File.Length)
            throw new ArtifactChangedException(rows.File, $"has {found.Length} bytes");
    }

    private async Task<RefusedLoad?> ReportAsync(AnnouncedShard shard, ShardLoad load, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (load.Fault is { } fault)
            return Refuse(shard, fault);
        if (load.Outcome == LoadOutcome.Pinned)
            return Refuse(shard, RefusedLoad.TablePinned, $"another generation of its table is pinned. Release it with 'platform tables use {AnalysisTable.NameOf(shard.Rows.Shard)} --latest', then 'platform republish' loads this one.");
        metrics.Done(shard.Rows, load.Outcome!.Value, duration);
        if (await warehouse.FindShardAsync(shard.Rows.Shard, cancellationToken).ConfigureAwait(false) is not { } entry)
            return null;
        if (load.Outcome == LoadOutcome.Superseded)
            Log.Superseded(logger, entry.Shard.Prefix, shard.Rows.Revision, entry.Revision);
        else if (load.Outcome == LoadOutcome.Loaded)
            Log.Loaded(logger, entry.Shard.Prefix, entry.Tracks, entry.Sections, shard.SourceLines, shard.QuarantinedLines);
        else
            Log.AlreadyLoaded(logger, entry.Shard.Prefix, entry.Tracks, entry.Sections);
        return null;
    }

    /// <summary>The extractor announces what is whole and in the store, so waiting brings nothing back.</summary>
    private RefusedLoad Refuse(AnnouncedShard shard, Exception fault) => fault is ArtifactNotFoundException
        ? Refuse(shard, RefusedLoad.FileMissing, $"{fault.Message} Extract the shard again.")
        : Refuse(shard, RefusedLoad.RowsUnreadable, fault.Message);

    private RefusedLoad Refuse(AnnouncedShard shard, string reason, string detail)
    {
        metrics.Refused(shard.Rows, reason);
        return new RefusedLoad(reason, $"Shard {shard.Rows.Shard}: {detail}");
    }
}
