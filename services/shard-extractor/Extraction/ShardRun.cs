using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Decoding;
using SpotifyPlatform.ShardExtractor.Extraction.Output;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>One reading of one shard: decompress, scan, judge.</summary>
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
        progress.Tell(blocks.InputOffset, length, rows.Tracks, rows.Sections, final: true);
        end ??= CheckShare() ?? ShardResults.CheckSource(input, length, sha256);
        return ShardResults.Of(shard, options, end, length, sha256, scanner, rows);
    }

    /// <summary>Writes the refused lines down, if any were.</summary>
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
            // The first reading met the same fault and is judged by it; every refused line before it is written down.
        }

        if (!quarantine.IsDone)
            throw new IOException($"{input.Path} changed while it was read.");
    }

    private ShardFaultException? Scan(ShardBlocks blocks, ProgressMeter progress, CancellationToken cancellation)
    {
        try
        {
            while (blocks.Next() is { IsEmpty: false } chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                scanner.Scan(chunk);
                progress.Tell(blocks.InputOffset, blocks.InputLength, rows.Tracks, rows.Sections);
            }

            scanner.Finish(cut: false);
            return null;
        }
        catch (ShardFaultException fault)
        {
            if (Verdicts.Of(fault.Fault) != Verdict.Refused)
                FinishCut();
            return fault;
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
            // One refused line too many, in a shard that is not complete anyway.
        }
    }

    private ShardFaultException? CheckShare()
    {
        var refused = rows.Refused.Count;
        return refused > Math.Max(options.FreeRefusedLines, options.MaxRefusedShare * scanner.Lines)
            ? new(ShardFault.TooManyRefusedLines, $"{refused} of {scanner.Lines} lines were refused, which is above the allowed share.")
            : null;
    }
}
