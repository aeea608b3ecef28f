using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform extract</c>: extracts audio-analysis shards without the pipeline.</summary>
internal static class ExtractCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Command Create()
    {
        var input = new Option<string>("--input") { Description = "A shard (XX.jsonl.zst) or a folder of shards." };
        var output = new Option<DirectoryInfo>("--out") { Description = "The folder for tracks/, sections/, quarantine/ and the ledger.", Required = true };
        var redo = new Option<bool>("--redo") { Description = "List the shards that an older extractor version wrote, and extract them again if --input is given." };
        var verify = new Option<bool>("--verify") { Description = "Read no shard: hash every output and compare it with the ledger." };
        var strict = new Option<bool>("--strict") { Description = "Validate the JSON grammar in skipped values too; slower." };
        var compress = new Option<Compression>("--compress") { Description = "none, gzip or zstd, for the row files." };
        var workers = new Option<int>("--workers") { Description = "Shards in parallel; 0 means one per core." };
        var json = CommonOptions.Json();
        var command = new Command("extract", """
            Extracts track summaries and sections from audio-analysis shards. Shards that are done are skipped; a run that was killed
            continues where it was.

            Example:
              platform extract --input audio-analysis --out extracted
            """)
        {
            input, output, redo, verify, strict, compress, workers, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var options = new ExtractionOptions
            {
                Strict = parsed.GetValue(strict),
                Compression = parsed.GetValue(compress),
                Workers = parsed.GetValue(workers),
            };
            var extraction = new FolderExtraction(parsed.GetValue(output)!.FullName, options);
            if (parsed.GetValue(verify))
                return Verify(extraction, parsed.GetValue(output)!.FullName, stop);
            return parsed.GetValue(redo)
                ? await RedoAsync(extraction, parsed.GetValue(input), parsed.GetValue(json), stop)
                : await RunAsync(extraction, Find(parsed.GetValue(input)), parsed.GetValue(json), stop);
        });
        return command;
    }

    private static IReadOnlyList<ShardInput> Find(string? input)
    {
        if (input is null)
            throw new UsageException("--input is missing: name a shard (XX.jsonl.zst) or a folder of shards.");
        if (!Path.Exists(input))
            throw new CommandException($"There is no file or folder '{Path.GetFullPath(input)}'.");
        var found = FolderExtraction.Find(input);
        return found.Count > 0
            ? found
            : throw new CommandException($"'{Path.GetFullPath(input)}' has no shard. Shards are named XX.jsonl.zst; a data set has them in 'audio-analysis'.");
    }

    /// <summary>Lists the shards of older extractor versions and, given their input, extracts them again.</summary>
    private static async Task<int> RedoAsync(FolderExtraction extraction, string? input, bool json, CancellationToken stop)
    {
        var outdated = extraction.Outdated().Select(entry => entry.SourceFile).Order(StringComparer.Ordinal).ToList();
        Console.Error.WriteLine(outdated.Count == 0
            ? $"No shard is older than extractor version {ShardExtraction.ExtractorVersion}."
            : $"Older than extractor version {ShardExtraction.ExtractorVersion}: {string.Join(", ", outdated)}");
        if (outdated.Count == 0)
            return ExitCode.Done;
        if (input is null)
            throw new UsageException("--input is missing: name the folder of these shards to extract them again.");
        var inputs = Find(input).Where(shard => outdated.Contains(Path.GetFileName(shard.Path))).ToList();
        var exitCode = await RunAsync(extraction, inputs, json, stop);
        var missing = outdated.Except(inputs.Select(shard => Path.GetFileName(shard.Path))).ToList();
        return missing.Count == 0
            ? exitCode
            : throw new CommandException($"Not extracted again, because they are not in '{Path.GetFullPath(input)}': {string.Join(", ", missing)}");
    }

    private static int Verify(FolderExtraction extraction, string output, CancellationToken stop)
    {
        var findings = extraction.Verify(stop);
        foreach (var finding in findings)
            Console.Error.WriteLine($"{finding.SourceFile}: {finding.Path}: {finding.Problem}");
        Console.WriteLine($"{extraction.Entries().Count} shards in the ledger of {output}: {(findings.Count == 0 ? "every output is unchanged." : $"{findings.Count} outputs differ.")}");
        return findings.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> RunAsync(FolderExtraction extraction, IReadOnlyList<ShardInput> inputs, bool json, CancellationToken stop)
    {
        using var line = new ProgressLine();
        var progress = new ExtractionProgressLine(line, inputs.Sum(input => new FileInfo(input.Path).Length));
        var results = await extraction.RunAsync(inputs, progress, stop);
        var refused = results.Where(r => r.Status != ExtractionStatus.Complete || r.RefusedLines > 0).ToList();
        line.End(
            $"{results.Count(r => r.Status == ExtractionStatus.Complete)} of {results.Count} shards complete"
            + $" ({results.Count(r => r.AlreadyDone)} were done already): {results.Sum(r => r.Tracks):N0} tracks, {results.Sum(r => r.Sections):N0} sections.");
        foreach (var result in refused)
            Console.Error.WriteLine($"{result.SourceFile}: {Name(result.Status)}, {result.RefusedLines:N0} lines in quarantine. {result.Message}");
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(results, Json));
        return refused.Count == 0 ? ExitCode.Done : ExitCode.DoneWithRefusals;
    }

    private static string Name(ExtractionStatus status) => status.ToString().ToLowerInvariant();
}
