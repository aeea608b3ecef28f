using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.WarehouseLoader.Loading;

/// <summary>Loads a shard completely or not at all, and reports the result.</summary>
internal sealed class ShardLoader(IWarehouse warehouse, WarehouseLoaderMetrics metrics, TimeProvider time, ILogger<ShardLoader> logger)
{
    /// <summary>Whether the warehouse has a newer revision of a shard: the rows of an older one need not even be there any more.</summary>
    public async Task<bool> IsSupersededAsync(ShardId shard, long revision, CancellationToken cancellationToken)
    {
        var loaded = await warehouse.ListShardsAsync(cancellationToken).ConfigureAwait(false);
        if (loaded.FirstOrDefault(l => l.Shard == shard) is not { } newer || newer.Revision <= revision)
            return false;
        Log.Superseded(logger, shard.Prefix, revision, newer.Revision);
        return true;
    }

    /// <returns>Null when the shard is in the warehouse.</returns>
    public async Task<RefusedLoad?> LoadAsync(AnnouncedShard shard, CancellationToken cancellationToken)
    {
        try
        {
            var start = time.GetTimestamp();
            var outcome = await warehouse.LoadAsync(shard.Files, cancellationToken).ConfigureAwait(false);
            metrics.Done(shard.Files, outcome, time.GetElapsedTime(start));
            await ReportAsync(shard, outcome, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (InvalidDataException ex)
        {
            return Refuse(shard, RefusedLoad.RowsUnreadable, ex.Message);
        }
    }

    private RefusedLoad Refuse(AnnouncedShard shard, string reason, string detail)
    {
        metrics.Refused(shard.Files, reason);
        return new RefusedLoad(reason, $"Shard {shard.Files.Shard}: {detail}");
    }

    private async Task ReportAsync(AnnouncedShard shard, LoadOutcome outcome, CancellationToken cancellationToken)
    {
        var loaded = await warehouse.ListShardsAsync(cancellationToken).ConfigureAwait(false);
        var entry = loaded.Single(l => l.Shard == shard.Files.Shard);
        if (outcome == LoadOutcome.Superseded)
            Log.Superseded(logger, entry.Shard.Prefix, shard.Files.Revision, entry.Revision);
        else if (outcome == LoadOutcome.Loaded)
            Log.Loaded(logger, entry.Shard.Prefix, entry.Tracks, entry.Sections, shard.SourceLines, shard.QuarantinedLines, loaded.Count);
        else
            Log.AlreadyLoaded(logger, entry.Shard.Prefix, entry.Tracks, entry.Sections);
    }
}
