using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Warehouse;

namespace SpotifyPlatform.WarehouseLoader.Loading;

/// <summary>Loads a shard completely or not at all, and reports the result.</summary>
internal sealed class ShardLoader(IWarehouse warehouse, IArtifactStore artifacts, WarehouseLoaderMetrics metrics, TimeProvider time, ILogger<ShardLoader> logger)
{
    /// <returns>Null when the shard is in the warehouse, or a newer revision of it is.</returns>
    public async Task<RefusedLoad?> LoadAsync(AnnouncedShard shard, CancellationToken cancellationToken)
    {
        var (rows, start) = (shard.Rows, time.GetTimestamp());
        // Of an older revision the files need not even be there any more.
        if (await IsSupersededAsync(rows, cancellationToken).ConfigureAwait(false))
            return null;
        try
        {
            await RequireAsync(rows.Tracks, cancellationToken).ConfigureAwait(false);
            await RequireAsync(rows.Sections, cancellationToken).ConfigureAwait(false);
            var outcome = await warehouse.LoadAsync(rows, cancellationToken).ConfigureAwait(false);
            if (outcome == LoadOutcome.Pinned)
                return Refuse(shard, RefusedLoad.TablePinned, $"another generation of its table is pinned. Release it with 'platform tables use {AnalysisTable.NameOf(rows.Shard)} --latest', then 'platform republish' loads this one.");
            metrics.Done(rows, outcome, time.GetElapsedTime(start));
            await ReportAsync(shard, outcome, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ArtifactNotFoundException ex)
        {
            // The extractor announces what is whole and in the store, so waiting brings nothing back.
            return Refuse(shard, RefusedLoad.FileMissing, $"{ex.Message} Extract the shard again.");
        }
        catch (Exception ex) when (ex is InvalidDataException or ArtifactChangedException)
        {
            return Refuse(shard, RefusedLoad.RowsUnreadable, ex.Message);
        }
    }

    private async Task<bool> IsSupersededAsync(ShardRows rows, CancellationToken cancellationToken)
    {
        if (await warehouse.FindShardAsync(rows.Shard, cancellationToken).ConfigureAwait(false) is not { } loaded || !loaded.IsNewerThan(rows))
            return false;
        Log.Superseded(logger, rows.Shard.Prefix, rows.Revision, loaded.Revision);
        return true;
    }

    /// <summary>Row files are not read here; whoever reads them compares their hash.</summary>
    private async Task RequireAsync(RowFile rows, CancellationToken cancellationToken)
    {
        var found = await artifacts.FindAsync(rows.File.Key, cancellationToken).ConfigureAwait(false) ?? throw new ArtifactNotFoundException(rows.File.Key);
        if (found.Length != rows.File.Length)
            throw new ArtifactChangedException(rows.File, $"has {found.Length} bytes");
    }

    private RefusedLoad Refuse(AnnouncedShard shard, string reason, string detail)
    {
        metrics.Refused(shard.Rows, reason);
        return new RefusedLoad(reason, $"Shard {shard.Rows.Shard}: {detail}");
    }

    private async Task ReportAsync(AnnouncedShard shard, LoadOutcome outcome, CancellationToken cancellationToken)
    {
        if (await warehouse.FindShardAsync(shard.Rows.Shard, cancellationToken).ConfigureAwait(false) is not { } entry)
            return;
        if (outcome == LoadOutcome.Superseded)
            Log.Superseded(logger, entry.Shard.Prefix, shard.Rows.Revision, entry.Revision);
        else if (outcome == LoadOutcome.Loaded)
            Log.Loaded(logger, entry.Shard.Prefix, entry.Tracks, entry.Sections, shard.SourceLines, shard.QuarantinedLines);
        else
            Log.AlreadyLoaded(logger, entry.Shard.Prefix, entry.Tracks, entry.Sections);
    }
}
