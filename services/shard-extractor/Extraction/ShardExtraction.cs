using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Output;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>
/// Extracts shards into one output folder. The same input gives the same bytes, so it may be killed anywhere and run again.
/// Several threads and processes may extract different shards into one folder.
/// </summary>
public sealed class ShardExtraction
{
    /// <summary>Increased with every change of the output; see <see cref="FolderExtraction.Outdated"/>.</summary>
    public const int ExtractorVersion = 2;

    private readonly ExtractionOptions options;
    private readonly TimeProvider time;
    private readonly LedgerFolder ledger;

    /// <param name="outputFolder">Created when absent.</param>
    /// <param name="options">Limits and settings; the defaults when null.</param>
    /// <param name="time">Used for progress rates only.</param>
    public ShardExtraction(string outputFolder, ExtractionOptions? options = null, TimeProvider? time = null)
    {
        OutputFolder = Path.GetFullPath(outputFolder);
        this.options = options ?? new ExtractionOptions();
        this.time = time ?? TimeProvider.System;
        ledger = new LedgerFolder(OutputFolder);
    }

    public string OutputFolder { get; }

    /// <summary>Extracts one shard unless the ledger already has it and no table is wanted. Blocks the calling thread.</summary>
    /// <param name="input">The shard's file.</param>
    /// <param name="progress">Reported a few times a second.</param>
    /// <param name="threaded">Read, decompress and scan on separate threads; for fewer shards than cores.</param>
    /// <param name="table">Gets the rows of each track beside the row files; the caller completes it if the result is. Null for none.</param>
    /// <param name="cancellation">Cancelling leaves the outputs unchanged.</param>
    /// <exception cref="IOException">The input cannot be read, or the output not written.</exception>
    public ExtractionResult Extract(
        ShardInput input, IProgress<ExtractionProgress>? progress = null, bool threaded = false, TableWriter? table = null, CancellationToken cancellation = default)
    {
        if (!ShardId.TryFromFile(input.Name, out var shard))
            return ShardResults.NotAShard(input.Name, options, "is not named like a shard (XX.jsonl.zst, XX two of 0-9a-zA-Z)");
        if (Path.Exists(input.Path) && !RegularFile.Exists(input.Path))
            return ShardResults.NotAShard(input.Path, options, "is a pipe, a device, a socket or a folder, not a regular file");
        using var held = OutputLock.TryTake(OutputFolder, shard.FileStem)
            ?? throw new IOException($"Another process extracts {shard.FileName} into {OutputFolder}.");
        var previous = ledger.Find(shard);
        if (table is null && previous is not null && IsDone(previous, input))
            return previous with { AlreadyDone = true };

        using var outputs = new ShardOutputs(OutputFolder, shard, options.Compression, table);
        var run = new ShardRun(input, shard, options, outputs);
        var result = run.Read(new ProgressMeter(progress, time, shard.FileName), threaded, cancellation);
        if (result.Status != ExtractionStatus.Complete && previous?.Status == ExtractionStatus.Complete)
            return result with { Message = result.Message + " The complete rows of an earlier input are kept." };

        run.WriteQuarantine(result, cancellation);
        result = result with { Outputs = outputs.Publish(ledger, result.Status != ExtractionStatus.Refused) };
        ledger.Write(shard, result);
        ledger.WriteProcessedFiles();
        return result;
    }

    /// <summary><see cref="Extract"/> on a separate thread.</summary>
    public Task<ExtractionResult> ExtractAsync(
        ShardInput input, IProgress<ExtractionProgress>? progress = null, bool threaded = false, TableWriter? table = null, CancellationToken cancellation = default) =>
        Task.Factory.StartNew(
            () => Extract(input, progress, threaded, table, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool IsDone(ExtractionResult previous, ShardInput input) =>
        previous.Status == ExtractionStatus.Complete
        && previous.ExtractorVersion == ExtractorVersion
        && previous.Compression == options.Compression
        && previous.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).SequenceEqual(options.Rules())
        && previous.InputLength == new FileInfo(input.Path).Length
        && (input.ExpectedLength is null || input.ExpectedLength == previous.InputLength)
        && (input.ExpectedSha256 is null || string.Equals(input.ExpectedSha256, previous.InputSha256, StringComparison.OrdinalIgnoreCase));
}
