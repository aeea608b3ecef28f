using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.WarehouseLoader.Loading;

namespace SpotifyPlatform.WarehouseLoader.Consumers;

/// <summary>Loads extracted shards.</summary>
internal sealed class ShardConsumer(ShardLoader loader, IOptions<WarehouseLoaderOptions> options, WarehouseLoaderMetrics metrics)
    : SingleEventHandler<ShardExtracted>
{
    private const string BadEvent = "bad_event";

    public override async Task<Refusal?> HandleAsync(ShardExtracted message, CancellationToken cancellationToken)
    {
        if (Fault(message) is { } fault)
        {
            metrics.Refused(BadEvent);
            return new Refusal(BadEvent, $"The event of shard '{message.Shard}' {fault}.");
        }

        var files = new ShardFiles(ShardId.Parse(message.Shard), Rows(message.Tracks), Rows(message.Sections));
        var refused = await loader.LoadAsync(new AnnouncedShard(files, message.QuarantinedLines), cancellationToken).ConfigureAwait(false);
        return refused is null ? null : new Refusal(refused.Reason, refused.Detail);
    }

    private static string? Fault(ShardExtracted message)
    {
        if (!ShardId.TryParse(message.Shard, out _))
            return "names no shard: two characters of 0-9a-zA-Z are one";
        foreach (var file in new[] { message.Tracks, message.Sections })
            if (file is null || file.Path.Length == 0 || file.Rows < 0 || file.Sha256.Length != SHA256.HashSizeInBytes)
                return "lacks a file's path, its number of rows or its SHA-256 of 32 bytes";
        return null;
    }

    private RowFile Rows(OutputFile file) => new(
        Path.GetFullPath(Path.Combine(options.Value.RowsFolder, file.Path)), Convert.ToHexStringLower(file.Sha256.Span), file.Rows);
}
