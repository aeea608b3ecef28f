using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Extraction;
using RowFile = SpotifyPlatform.Contracts.Analysis.V1.OutputFile;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>
/// Extracts an analysis shard and announces its row files. A shard that is already in the ledger is not read again, but announced
/// again: the event may have been lost with the process that wrote the ledger.
/// </summary>
internal sealed class ShardHandler(
    ShardExtraction extraction,
    IEventBus bus,
    StageProgressFactory stages,
    ShardExtractorMetrics metrics,
    IOptions<ConsumeOptions> consume,
    TimeProvider time)
{
    private const string Kind = "shard";

    /// <summary>A shard gets threads of its own only where cores would be idle.</summary>
    private readonly bool threaded = consume.Value.Parallelism < Environment.ProcessorCount;

    public async Task<Refusal?> ExtractAsync(FileVerified message, CancellationToken cancellationToken)
    {
        metrics.FileReceived(Kind);
        if (!RegularFile.Exists(message.Path))
            return new("shard_missing", $"{message.Path} does not exist or is not a regular file. Keep input files in place until they are extracted.");
        var started = time.GetTimestamp();
        var progress = new ShardProgress(stages.Begin(Kind, message.Name, 0, message.Length));
        var input = new ShardInput(message.Path, message.Length, Convert.ToHexStringLower(message.Sha256.Span));
        var result = await extraction.ExtractAsync(input, progress, threaded, cancellationToken).ConfigureAwait(false);
        if (!result.AlreadyDone)
            metrics.BatchDone(Kind, result.Tracks + result.Sections, RefusedLines(result), time.GetElapsedTime(started));
        if (result.Status != ExtractionStatus.Complete)
            return Refuse(message, result);

        var id = $"{result.InputSha256}/{Kind}/v{result.ExtractorVersion}/r{message.Revision}";
        await bus.PublishAsync(Topics.ShardExtracted, [new OutgoingEvent<ShardExtracted>(result.Shard, id, Event(result))], cancellationToken)
            .ConfigureAwait(false);
        return null;
    }

    private static Refusal Refuse(FileVerified message, ExtractionResult result) => result.Status == ExtractionStatus.Truncated
        ? new("shard_truncated", $"{message.Path}: {result.Message} The lines before the cut are written. Fetch the file again for the rest.")
        : new("shard_refused", $"{message.Path}: {result.Message} Fetch the file again, or raise the limit that it exceeded.");

    private static IEnumerable<KeyValuePair<string, long>> RefusedLines(ExtractionResult result) =>
        result.RefusedBy.Select(by => KeyValuePair.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(by.Key.ToString()), by.Value));

    private static ShardExtracted Event(ExtractionResult result) => new()
    {
        Shard = result.Shard,
        InputSha256 = Bytes(result.InputSha256),
        InputLength = result.InputLength,
        ExtractorVersion = result.ExtractorVersion,
        Tracks = Rows(result, "tracks"),
        Sections = Rows(result, "sections"),
        QuarantinedLines = result.RefusedLines,
    };

    private static RowFile Rows(ExtractionResult result, string kind)
    {
        var output = result.Outputs.Single(file => file.Kind == kind);
        return new()
        {
            Path = output.Path,
            Length = output.Length,
            Sha256 = Bytes(output.Sha256),
            Rows = output.Rows,
        };
    }

    private static ByteString Bytes(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));

    private sealed class ShardProgress(StageProgress stage) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => stage.Report(value.BytesRead);
    }
}
