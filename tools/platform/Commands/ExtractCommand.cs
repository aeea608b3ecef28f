using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform extract</c>: audio-analysis shards to rows, with no pipeline around it.</summary>
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
        var redo = new Option<bool>("--redo") { Description = "Only shards that an older extractor wrote: lists them and runs them again." };
        var verify = new Option<bool>("--verify") { Description = "Reads no shard: hashes every output again and compares it with the ledger." };
        var strict = new Option<bool>("--strict") { Description = "Validate the full grammar in skipped values too; slower." };
        var compress = new Option<Compression>("--compress") { Description = "none, gzip or zstd, for the row files." };
        var workers = new Option<int>("--workers") { Description = "Shards at once; 0 is one a core." };
        var json = CommonOptions.Json();
        var command = new Command("extract", """
            Extracts track summaries and sections from audio-analysis shards. Shards that are done are passed over; a run that was
            killed goes on where it was.

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
            var inputs = Find(parsed.GetValue(input));
            if (parsed.GetValue(redo))
                inputs = Outdated(extraction, inputs);
            return await RunAsync(extraction, inputs, parsed.GetValue(json), stop);
        });
        return command;
    }

    private static IReadOnlyList<ShardInput> Find(string? input)
    {
        if (input is null)
            throw new CommandException("--input is missing: a shard (XX.jsonl.zst) or a folder of shards.");
        if (!Path.Exists(input))
            throw new CommandException($"There is no file or folder '{Path.GetFullPath(input)}'.");
        var found = FolderExtraction.Find(input);
        return found.Count > 0
            ? found
            : throw new CommandException($"'{Path.GetFullPath(input)}' holds no shard. Shards are named XX.jsonl.zst; a data set keeps them in 'audio-analysis'.");
    }

    private static List<ShardInput> Outdated(FolderExtraction extraction, IReadOnlyList<ShardInput> inputs)
    {
        var outdated = extraction.Outdated().Select(entry => entry.SourceFile).ToHashSet();
        Console.Error.WriteLine(outdated.Count == 0
            ? $"No shard is older than extractor version {ShardExtraction.ExtractorVersion}."
            : $"Older than extractor version {ShardExtraction.ExtractorVersion}: {string.Join(", ", outdated.Order(StringComparer.Ordinal))}");
        return [.. inputs.Where(input => outdated.Contains(Path.GetFileName(input.Path)))];
    }

    private static int Verify(FolderExtraction extraction, string output, CancellationToken stop)
    {
        var findings = extraction.Verify(stop);
        foreach (var finding in findings)
            Console.Error.WriteLine($"{finding.SourceFile}: {finding.Path}: {finding.Problem}");
        Console.WriteLine($"{extraction.Entries().Count} shards in the ledger of {output}: {(findings.Count == 0 ? "every output is as it was written." : $"{findings.Count} outputs differ.")}");
        return findings.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> RunAsync(FolderExtraction extraction, IReadOnlyList<ShardInput> inputs, bool json, CancellationToken stop)
    {
        using var line = new ProgressLine();
        var meter = new ExtractionMeter(line, inputs.Sum(input => new FileInfo(input.Path).Length));
        var results = await extraction.RunAsync(inputs, meter, stop);
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
