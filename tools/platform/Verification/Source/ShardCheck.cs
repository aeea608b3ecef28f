using System.Security.Cryptography;
using System.Text.Json;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Extraction.Output;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>
/// Compares the table of an analysis shard with the lines of its file, read by a JSON parser of the full grammar: every line, or the first ones, because a
/// compressed file can only be read from its start.
/// </summary>
/// <param name="entry">Of the extractor's ledger.</param>
/// <param name="extractFolder">Where the quarantine is.</param>
internal sealed class ShardCheck(string path, ExtractionResult entry, Table table, string extractFolder, SourceCheck check, IProgress<string> progress)
{
    private readonly HashSet<TrackId> seen = [];

    private (long Rows, long Sections) found;

    private string File => Path.GetFileName(path);

    /// <summary>Compares every line, the number of rows and sections, and the hash of the file.</summary>
    public void CompareAll(CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        using var source = new CryptoStream(System.IO.File.OpenRead(path), hash, CryptoStreamMode.Read);
        var refused = RefusedLines();
        var absent = 0L;
        foreach (var (number, line) in ReadLines(source, cancellationToken))
        {
            if (number % 1024 == 0)
                progress.Report($"{File}: {number:N0} lines");
            if (!Compare(number, line) && !refused.Contains(number))
                check.Differ($"{File}, line {number}", "its rows", "in the table", "missing");
            else if (refused.Contains(number))
                absent++;
        }

        source.CopyTo(Stream.Null);
        check.Same(File, "SHA-256", Convert.ToHexStringLower(hash.Hash!), table.Manifest.Plan.Inputs[AnalysisTable.Input]);
        check.Same(File, "refused lines", entry.RefusedLines, absent);
        check.Same(File, "tracks", found.Rows, table.Manifest.Rows);
        check.Same(File, "sections", found.Sections, table.Manifest.Counts.GetValueOrDefault(AnalysisTable.Sections));
    }

    /// <summary>Compares the first lines.</summary>
    public void CompareFirst(int lines, CancellationToken cancellationToken)
    {
        var refused = RefusedLines();
        using var source = System.IO.File.OpenRead(path);
        foreach (var (number, line) in ReadLines(source, cancellationToken).Take(lines))
            if (!Compare(number, line) && !refused.Contains(number))
                check.Differ($"{File}, line {number}", "its rows", "in the table", "missing");
    }

    /// <returns>False where the line gives no row, or its row is not there.</returns>
    private bool Compare(long number, byte[] line)
    {
        check.Compared++;
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 64 });
            if (!document.RootElement.TryGetProperty("meta", out var meta) || !meta.TryGetProperty("track_id", out var text) || !TrackId.TryParse(text.GetString().AsSpan(), out var id)
                || !seen.Add(id))
                return false;
            var subject = $"{File}, line {number} ({id})";
            if (!table.TryFind(id.ToKey(), value => value.ToArray(), out var rows))
                return false;
            found = (found.Rows + 1, found.Sections + AnalysisRows.Compare(document.RootElement, rows!, subject, check));
            return true;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // The extractor refuses it too, or the line is reported.
            return false;
        }
    }

    private HashSet<long> RefusedLines()
    {
        var quarantine = Path.Combine(extractFolder, OutputLayout.QuarantinePath(ShardId.Parse(entry.Shard)));
        return System.IO.File.Exists(quarantine)
            ? [.. System.IO.File.ReadLines(quarantine).Select(line => JsonDocument.Parse(line)).Select(record => record.RootElement.GetProperty("line").GetInt64())]
            : [];
    }

    /// <summary>The lines that are not blank, with their numbers from 1.</summary>
    private static IEnumerable<(long Number, byte[] Line)> ReadLines(Stream source, CancellationToken cancellationToken)
    {
        using var lines = new LineReader(ZstdStreams.Decompress(source, leaveOpen: true), (int)Math.Min(new ExtractionOptions().MaxLineBytes, int.MaxValue));
        for (var number = 1L; lines.Next() is { } line; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.AsSpan().TrimStart(" \t\r"u8).Length > 0)
                yield return (number, line);
        }
    }
}
