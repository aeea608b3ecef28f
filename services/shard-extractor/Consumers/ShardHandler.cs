using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>
/// Extracts an analysis shard and announces its row files and its table. A shard that has both already is not read again, but announced
/// again: the event may have been lost with the process that wrote them.
/// </summary>
internal sealed class ShardHandler(
    ShardExtraction extraction,
    RowArtifacts rows,
    ShardTables tables,
    IEventPublisher publisher,
    StageProgressFactory stages,
    ShardExtractorMetrics metrics,
    IOptions<ConsumeOptions> consume,
    TimeProvider time)
{
    public const string Kind = "shard";

    /// <summary>A shard gets threads of its own only where cores would be idle.</summary>
    private readonly bool threaded = consume.Value.Parallelism < Environment.ProcessorCount;

    /// <param name="path">The shard's file on this machine.</param>
    public async Task<Refusal?> ExtractAsync(FileVerified message, ArtifactReference shard, string path, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var progress = new ShardProgress(stages.Begin(Kind, message.Name, 0, shard.Length));
        var input = new ShardInput(path, shard.Length, shard.Sha256) { Name = message.Name };
        var plan = ShardId.TryFromFile(message.Name, out var id) ? tables.Plan(id, shard.Sha256) : null;
        using var table = plan is null ? null : await tables.BeginAsync(plan, cancellationToken).ConfigureAwait(false);
        var result = await extraction.ExtractAsync(input, progress, threaded, table, cancellationToken).ConfigureAwait(false);
        if (!result.AlreadyDone)
            metrics.BatchDone(Kind, result.Tracks + result.Sections, RefusedLines(result), time.GetElapsedTime(started));
        if (result.Status != ExtractionStatus.Complete)
            return Refuse(message, result);

        if (table is not null)
            await tables.CompleteAsync(plan!, table, result, cancellationToken).ConfigureAwait(false);
        var extracted = await EventAsync(message, result, plan!.Id, cancellationToken).ConfigureAwait(false);
        await publisher.PublishAsync(
            Topics.ShardExtracted,
            [new OutgoingEvent<ShardExtracted>($"{message.DataSet}/{message.Slot}/{extracted.Generation}/r{message.Revision}", extracted)],
            cancellationToken).ConfigureAwait(false);
        await rows.PruneAsync(result.Shard, [KeyOf(extracted.Tracks), KeyOf(extracted.Sections)], cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static ArtifactKey KeyOf(OutputFile file) => ArtifactKey.Parse(file.File.Key);

    private static Refusal Refuse(FileVerified message, ExtractionResult result) => result.Status == ExtractionStatus.Truncated
        ? new("shard_truncated", $"{message.Name}: {result.Message} The lines before the cut are written. Fetch the file again for the rest.")
        : new("shard_refused", $"{message.Name}: {result.Message} Fetch the file again, or raise the limit that it exceeded.");

    /// <summary>Refused lines by the name of the reason.</summary>
    internal static IEnumerable<KeyValuePair<string, long>> RefusedLines(ExtractionResult result) =>
        result.RefusedBy.Select(by => KeyValuePair.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(by.Key.ToString()), by.Value));

    private async Task<ShardExtracted> EventAsync(FileVerified message, ExtractionResult result, string generation, CancellationToken cancellationToken) => new()
    {
        DataSet = message.DataSet,
        Revision = message.Revision,
        Shard = result.Shard,
        InputSha256 = ByteString.CopyFrom(Convert.FromHexString(result.InputSha256)),
        InputLength = result.InputLength,
        ExtractorVersion = result.ExtractorVersion,
        Tracks = await RowsAsync(result, "tracks", cancellationToken).ConfigureAwait(false),
        Sections = await RowsAsync(result, "sections", cancellationToken).ConfigureAwait(false),
        QuarantinedLines = result.RefusedLines,
        Generation = generation,
    };

    private async Task<OutputFile> RowsAsync(ExtractionResult result, string kind, CancellationToken cancellationToken)
    {
        var output = result.Outputs.Single(file => file.Kind == kind);
        var artifact = await rows.PublishAsync(result.Shard, extraction.OutputFolder, output, cancellationToken).ConfigureAwait(false);
        return new() { File = artifact.ToMessage(), Rows = output.Rows };
    }

    private sealed class ShardProgress(StageProgress stage) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => stage.Report(value.BytesRead);
    }
}
