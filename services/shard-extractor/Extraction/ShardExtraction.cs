using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Output;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>
/// Extracts shards into one output folder. Same input, same bytes out: it may be killed anywhere and run again. Several
/// threads and processes may extract different shards into one folder.
/// </summary>
public sealed class ShardExtraction
{
    /// <summary>Goes up with every change of what is written; see <see cref="FolderExtraction"/> for running old shards again.</summary>
    public const int ExtractorVersion = 1;

    private readonly ExtractionOptions options;
    private readonly TimeProvider time;
    private readonly LedgerFolder ledger;

    /// <param name="outputFolder">Created when absent.</param>
    /// <param name="options">Bounds and settings; the defaults when null.</param>
    /// <param name="time">For progress rates alone.</param>
    public ShardExtraction(string outputFolder, ExtractionOptions? options = null, TimeProvider? time = null)
    {
        OutputFolder = Path.GetFullPath(outputFolder);
        this.options = options ?? new ExtractionOptions();
        this.time = time ?? TimeProvider.System;
        ledger = new LedgerFolder(OutputFolder);
    }

    public string OutputFolder { get; }

    /// <summary>Extracts one shard, unless the ledger has it already. Blocks its thread with reading and computing.</summary>
    /// <param name="input">The shard's file.</param>
    /// <param name="progress">Told a few times a second.</param>
    /// <param name="threaded">Read, decompress and scan on threads of their own: for fewer shards than cores.</param>
    /// <param name="cancellation">Leaves nothing behind but what was there before.</param>
    /// <exception cref="IOException">The input cannot be read, or the output not written.</exception>
    public ExtractionResult Extract(
        ShardInput input, IProgress<ExtractionProgress>? progress = null, bool threaded = false, CancellationToken cancellation = default)
    {
        if (!ShardId.TryFromFile(input.Name, out var shard))
            return ShardResults.NotAShard(input.Name, options);
        using var held = OutputLock.TryTake(OutputFolder, shard.FileStem)
            ?? throw new IOException($"Another process extracts {shard.FileName} into {OutputFolder}.");
        var previous = ledger.Find(shard);
        if (previous is not null && IsDone(previous, input))
            return previous with { AlreadyDone = true };

        using var outputs = new ShardOutputs(OutputFolder, shard, options.Compression);
        var run = new ShardRun(input, shard, options, outputs);
        var result = run.Read(new ProgressMeter(progress, time, shard.FileName), threaded, cancellation);
        if (result.Verdict != Verdict.Complete && previous?.Verdict == Verdict.Complete)
            return result with { Message = result.Message + " The complete rows of an earlier input were kept." };

        run.WriteQuarantine(result, cancellation);
        result = result with { Outputs = outputs.Publish(ledger, result.Verdict != Verdict.Refused) };
        ledger.Write(shard, result);
        ledger.WriteProcessedFiles();
        return result;
    }

    /// <summary><see cref="Extract"/> on a thread of its own.</summary>
    public Task<ExtractionResult> ExtractAsync(
        ShardInput input, IProgress<ExtractionProgress>? progress = null, bool threaded = false, CancellationToken cancellation = default) =>
        Task.Factory.StartNew(
            () => Extract(input, progress, threaded, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool IsDone(ExtractionResult previous, ShardInput input) =>
        previous.Verdict == Verdict.Complete
        && previous.ExtractorVersion == ExtractorVersion
        && previous.Compression == options.Compression
        && (previous.Strict || !options.Strict)
        && previous.InputLength == new FileInfo(input.Path).Length
        && (input.ExpectedLength is null || input.ExpectedLength == previous.InputLength)
        && (input.ExpectedSha256 is null || string.Equals(input.ExpectedSha256, previous.InputSha256, StringComparison.OrdinalIgnoreCase));
}
