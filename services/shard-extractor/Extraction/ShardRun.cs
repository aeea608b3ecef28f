using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Decoding;
using SpotifyPlatform.ShardExtractor.Extraction.Output;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Reads one shard: decompresses, scans and checks it.</summary>
internal sealed class ShardRun
{
    private readonly ShardInput input;
    private readonly ShardId shard;
    private readonly ExtractionOptions options;
    private readonly ShardOutputs outputs;
    private readonly LineRows rows;
    private readonly LineScanner scanner;

    public ShardRun(ShardInput input, ShardId shard, ExtractionOptions options, ShardOutputs outputs)
    {
        this.input = input;
        this.shard = shard;
        this.options = options;
        this.outputs = outputs;
        rows = new LineRows(shard, options, outputs);
        scanner = new LineScanner(rows, options, VectorPaths.Best);
    }

    public ExtractionResult Read(ProgressMeter progress, bool threaded, CancellationToken cancellation)
    {
        using var blocks = new ShardBlocks(input.Path, options, hashed: true, threaded);
        var length = blocks.InputLength;
        var end = Scan(blocks, progress, cancellation);
        var sha256 = blocks.FinishHash(cancellation);
        progress.Report(blocks.InputOffset, length, rows.Tracks, rows.Sections, final: true);
        end ??= CheckShare() ?? ShardResults.CheckSource(input, length, sha256);
        return ShardResults.Of(shard, options, end, length, sha256, scanner, rows);
    }

    /// <summary>Writes the refused lines to quarantine.</summary>
    public void WriteQuarantine(ExtractionResult result, CancellationToken cancellation)
    {
        if (rows.Refused.Count == 0)
            return;
        using var quarantine = new QuarantineFile(result.SourceFile, rows.Refused, outputs.OpenQuarantine());
        using var blocks = new ShardBlocks(input.Path, options, hashed: false, threaded: false);
        try
        {
            while (!quarantine.IsDone && blocks.Next() is { IsEmpty: false } chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                quarantine.Take(chunk);
            }
        }
        catch (ShardFaultException) when (quarantine.IsDone)
        {
            // The first pass ended at the same place and set the status; every refused line before it is written.
        }

        if (!quarantine.IsDone)
            throw new IOException($"{input.Path} changed while it was read. Extract it again.");
    }

    private ShardFaultException? Scan(ShardBlocks blocks, ProgressMeter progress, CancellationToken cancellation)
    {
        try
        {
            while (blocks.Next() is { IsEmpty: false } chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                scanner.Scan(chunk);
                progress.Report(blocks.InputOffset, blocks.InputLength, rows.Tracks, rows.Sections);
            }

            scanner.Finish(cut: false);
            return null;
        }
        catch (ShardFaultException ex)
        {
            if (ExtractionStatuses.Of(ex.Fault) != ExtractionStatus.Refused)
                FinishCut();
            return ex;
        }
    }

    private void FinishCut()
    {
        try
        {
            scanner.Finish(cut: true);
        }
        catch (ShardFaultException)
        {
            // One refused line too many, in a shard that is incomplete anyway.
        }
    }

    private ShardFaultException? CheckShare()
    {
        var refused = rows.Refused.Count;
        return refused > Math.Max(options.FreeRefusedLines, options.MaxRefusedShare * scanner.Lines)
            ? new(ShardFault.TooManyRefusedLines, $"{refused} of {scanner.Lines} lines were refused, more than Extraction:MaxRefusedShare allows.")
            : null;
    }
}
