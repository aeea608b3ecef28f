using System.Diagnostics.CodeAnalysis;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.WarehouseLoader.Loading;

namespace SpotifyPlatform.WarehouseLoader.Consumers;

/// <summary>Loads extracted shards.</summary>
internal sealed class ShardConsumer(ShardLoader loader, ILocalArtifacts artifacts, WarehouseLoaderMetrics metrics) : SingleEventHandler<ShardExtracted>
{
    private const string BadEvent = "bad_event";

    public override async Task<Refusal?> HandleAsync(ShardExtracted message, CancellationToken cancellationToken)
    {
        if (!ShardId.TryParse(message.Shard, out var shard))
            return Refuse(BadEvent, $"The event names no shard but '{message.Shard}'; two characters of 0-9a-zA-Z are one.");
        if (!TryRead(message.Tracks, out var tracks, out var fault) || !TryRead(message.Sections, out var sections, out fault))
            return Refuse(BadEvent, $"The event of shard '{message.Shard}' {fault}.");
        if (await loader.IsSupersededAsync(shard, message.Revision, cancellationToken).ConfigureAwait(false))
            return null;
        try
        {
            using var tracksFile = await artifacts.FetchAsync(tracks, cancellationToken).ConfigureAwait(false);
            using var sectionsFile = await artifacts.FetchAsync(sections, cancellationToken).ConfigureAwait(false);
            var files = new ShardFiles(shard, Rows(tracks, tracksFile, message.Tracks.Rows), Rows(sections, sectionsFile, message.Sections.Rows)) { Revision = message.Revision };
            var refused = await loader.LoadAsync(new AnnouncedShard(files, message.QuarantinedLines), cancellationToken).ConfigureAwait(false);
            return refused is null ? null : new Refusal(refused.Reason, refused.Detail);
        }
        catch (ArtifactNotFoundException ex)
        {
            // The extractor announces files that are whole and in the store, so waiting brings nothing back.
            return Refuse(RefusedLoad.FileMissing, $"Shard {shard}: {ex.Message}");
        }
        catch (ArtifactChangedException ex)
        {
            return Refuse(RefusedLoad.RowsUnreadable, $"Shard {shard}: {ex.Message}");
        }
    }

    private static bool TryRead(OutputFile? file, [NotNullWhen(true)] out ArtifactReference? reference, [NotNullWhen(false)] out string? fault)
    {
        if (!ArtifactReference.TryRead(file?.File, out reference, out fault))
            return false;
        if (file!.Rows < 0)
            fault = $"has {file.Rows} rows; a count is 0 or more";
        return fault is null;
    }

    private static RowFile Rows(ArtifactReference reference, LocalArtifact file, long rows) =>
        new(file.Path, reference.Sha256, rows) { Name = reference.Key.Segments[^1] };

    private Refusal Refuse(string reason, string detail)
    {
        metrics.Refused(reason);
        return new Refusal(reason, detail);
    }
}
