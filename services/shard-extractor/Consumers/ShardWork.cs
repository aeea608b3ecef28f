using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Extraction;
using RowFile = SpotifyPlatform.Contracts.Analysis.V1.OutputFile;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>
/// Extracts an analysis shard and says where its rows are. A shard that the ledger has already is not read again, but said
/// again: the event may have been lost with the process that wrote the ledger.
/// </summary>
internal sealed class ShardWork(
    ShardExtraction extraction,
    IEventPublisher publisher,
    StageProgressFactory stages,
    ShardExtractorMetrics metrics,
    IOptions<ConsumeOptions> consume,
    TimeProvider time)
{
    private const string Kind = "shard";

    /// <summary>Threads of its own for a shard only where cores would stand idle.</summary>
    private readonly bool threaded = consume.Value.Parallelism < Environment.ProcessorCount;

    public async Task<Refusal?> ExtractAsync(FileVerified message, CancellationToken cancellationToken)
    {
        metrics.FileTaken(Kind);
        if (!File.Exists(message.Path))
            return new("shard_missing", $"{message.Path} is gone. Put it back and have it verified again.");
        var started = time.GetTimestamp();
        var progress = new ShardProgress(stages.Begin(Kind, message.Name, 0, message.Length));
        var input = new ShardInput(message.Path, message.Length, Convert.ToHexStringLower(message.Sha256.Span));
        var result = await extraction.ExtractAsync(input, progress, threaded, cancellationToken).ConfigureAwait(false);
        if (!result.AlreadyDone)
            metrics.BatchDone(Kind, result.Tracks + result.Sections, RefusedLines(result), time.GetElapsedTime(started));
        if (result.Verdict != Verdict.Complete)
            return Refuse(message, result);

        var id = $"{result.InputSha256}/{Kind}/v{result.ExtractorVersion}/r{message.Revision}";
        await publisher.PublishAsync(Topics.ShardExtracted, [new OutgoingEvent<ShardExtracted>(id, Event(result))], cancellationToken)
            .ConfigureAwait(false);
        return null;
    }

    private static Refusal Refuse(FileVerified message, ExtractionResult result) => result.Verdict == Verdict.Truncated
        ? new("shard_truncated", $"{message.Path}: {result.Message} The lines before the cut are written; fetch the file again to have the rest.")
        : new("shard_refused", $"{message.Path}: {result.Message} Fetch the file again, or widen the bound that it crossed.");

    private static IEnumerable<KeyValuePair<string, long>> RefusedLines(ExtractionResult result) =>
        result.RefusedBy.Select(by => KeyValuePair.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(by.Key.ToString()), by.Value));

    private ShardExtracted Event(ExtractionResult result) => new()
    {
        Shard = result.Shard,
        InputSha256 = Bytes(result.InputSha256),
        InputLength = result.InputLength,
        ExtractorVersion = result.ExtractorVersion,
        Tracks = Rows(result, "tracks"),
        Sections = Rows(result, "sections"),
        QuarantinedLines = result.RefusedLines,
    };

    private RowFile Rows(ExtractionResult result, string kind)
    {
        var output = result.Outputs.Single(file => file.Kind == kind);
        return new()
        {
            Path = Path.Combine(extraction.OutputFolder, output.Path),
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
