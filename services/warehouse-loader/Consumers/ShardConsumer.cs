using System.Diagnostics.CodeAnalysis;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.WarehouseLoader.Loading;

namespace SpotifyPlatform.WarehouseLoader.Consumers;

/// <summary>Loads extracted shards.</summary>
internal sealed class ShardConsumer(ShardLoader loader, WarehouseLoaderMetrics metrics) : SingleEventHandler<ShardExtracted>
{
    private const string BadEvent = "bad_event";

    public override async Task<Refusal?> HandleAsync(ShardExtracted message, CancellationToken cancellationToken)
    {
        if (!ShardId.TryParse(message.Shard, out var shard))
            return Refuse($"The event names no shard but '{message.Shard}'; two characters of 0-9a-zA-Z are one.");
        if (!TryRead(message.Tracks, out var tracks, out var fault) || !TryRead(message.Sections, out var sections, out fault))
            return Refuse($"The event of shard '{message.Shard}' {fault}.");
        if (!TablePlan.IsId(message.Generation))
            return Refuse($"The event of shard '{message.Shard}' names no generation of a table but '{message.Generation}'; 32 hexadecimal digits are one.");
        var rows = new ShardRows(shard, tracks, sections, message.Generation) { Revision = message.Revision, ExtractorVersion = message.ExtractorVersion };
        var refused = await loader.LoadAsync(new AnnouncedShard(rows, message.QuarantinedLines), cancellationToken).ConfigureAwait(false);
        return refused is null ? null : new Refusal(refused.Reason, refused.Detail);
    }

    private static bool TryRead(OutputFile? file, [NotNullWhen(true)] out RowFile? rows, [NotNullWhen(false)] out string? fault)
    {
        rows = null;
        if (!ArtifactReference.TryRead(file?.File, out var reference, out fault))
            return false;
        if (file!.Rows < 0)
            fault = $"has {file.Rows} rows; a count is 0 or more";
        else
            rows = new RowFile(reference, file.Rows);
        return rows is not null;
    }

    private Refusal Refuse(string detail)
    {
        metrics.Refused(BadEvent);
        return new Refusal(BadEvent, detail);
    }
}
