using System.Diagnostics.CodeAnalysis;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.WarehouseLoader.Loading;

namespace SpotifyPlatform.WarehouseLoader.Consumers;

/// <summary>Loads extracted shards, those of a batch together.</summary>
internal sealed class ShardConsumer(ShardLoader loader, WarehouseLoaderMetrics metrics) : IEventHandler<ShardExtracted>
{
    private const string BadEvent = "bad_event";

    public Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<ShardExtracted> batch, CancellationToken cancellationToken) =>
        HandleAsync([.. batch.Events.Select(received => received.Message)], cancellationToken);

    public async Task<IReadOnlyList<Refusal?>> HandleAsync(IReadOnlyList<ShardExtracted> messages, CancellationToken cancellationToken)
    {
        var answers = new Refusal?[messages.Count];
        var together = new Dictionary<ShardId, (int Index, AnnouncedShard Shard)>();
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = Read(messages[i], out var shard);
            if (shard is null)
                continue;
            // What was announced of a shard is loaded in its order.
            if (together.ContainsKey(shard.Rows.Shard))
                await LoadAsync(together, answers, cancellationToken).ConfigureAwait(false);
            together.Add(shard.Rows.Shard, (i, shard));
        }

        await LoadAsync(together, answers, cancellationToken).ConfigureAwait(false);
        return answers;
    }

    private async Task LoadAsync(Dictionary<ShardId, (int Index, AnnouncedShard Shard)> together, Refusal?[] answers, CancellationToken cancellationToken)
    {
        var announced = together.Values.ToList();
        together.Clear();
        var refused = await loader.LoadAsync([.. announced.Select(item => item.Shard)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < announced.Count; i++)
            answers[announced[i].Index] = refused[i] is { } reason ? new Refusal(reason.Reason, reason.Detail) : null;
    }

    /// <returns>Why the event is refused, or null with the shard.</returns>
    private Refusal? Read(ShardExtracted message, out AnnouncedShard? announced)
    {
        announced = null;
        if (!ShardId.TryParse(message.Shard, out var shard))
            return Refuse($"The event names no shard but '{message.Shard}'; two characters of 0-9a-zA-Z are one.");
        if (!TryRead(message.Tracks, out var tracks, out var fault) || !TryRead(message.Sections, out var sections, out fault))
            return Refuse($"The event of shard '{message.Shard}' {fault}.");
        if (!TablePlan.IsId(message.Generation))
            return Refuse($"The event of shard '{message.Shard}' names no generation of a table but '{message.Generation}'; 32 hexadecimal digits are one.");
        var rows = new ShardRows(shard, tracks, sections, message.Generation) { Revision = message.Revision, ExtractorVersion = message.ExtractorVersion };
        announced = new AnnouncedShard(rows, message.QuarantinedLines);
        return null;
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
