using System.CommandLine;
using SpotifyPlatform.Platform.Importing;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Platform.Verification.Source;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform import</c>: imports a data set in nine steps.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "The folder with the data set's files.", Required = true };
        var data = CommonOptions.Data();
        var full = new Option<bool>("--full") { Description = "Verify every row, instead of a sample." };
        var expect = new Option<string[]>("--expect") { Description = $"A count that verify holds the import to, such as shards=484, or {ExpectedCounts.July2025}. May be repeated." };
        var memory = new Option<string>("--memory") { Description = "With --full: memory for counting pairs again.", DefaultValueFactory = _ => "4GB" };
        var json = CommonOptions.Json();
        var command = new Command("import", """
            Imports a data set in nine steps: download, validate, transform, cross-reference, vectorize, upload, index, mine, verify. Shows the state and the counts
            of each, and a report of the data set at the end, which is also written to import/ in the data folder (report.txt, report.json). A run that was
            stopped or killed continues where it was; what is done already is not repeated. Afterwards: platform run, to serve.

            Example:
              platform import --input data/input --data data/store
            """)
        {
            input, data, full, expect, memory, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (folder, set) = (DataFolder.Make(parsed.GetValue(data)!), RunCommand.Existing(parsed.GetValue(input)!));
            using var line = new ProgressLine();
            var run = new ImportRun(
                folder, set, new VerifyScope(parsed.GetValue(full), VerifyCommand.UsualSample, VerifyCommand.UsualSeed), CommonOptions.Size("--memory", parsed.GetValue(memory)!),
                CommonOptions.Expected(parsed.GetValue(expect)), line);
            var exitCode = await run.RunAsync(stop);
            line.Dispose();
            if (run.Report is { } report)
                SourceReportListing.Write(report, folder.Import);
            if (parsed.GetValue(json))
                JsonOutput.WriteIndented(new
                {
                    Steps = run.Steps.Select(step => new { Step = ImportListing.Name(step.Step), State = step.State.ToString().ToLowerInvariant(), step.Counts, step.Detail }),
                    Report = run.Report is null ? null : SourceReportListing.ToJson(run.Report),
                });
            else
                ImportListing.Write(run.Steps);
            if (run.Report is not null && !parsed.GetValue(json))
                SourceReportListing.Write(run.Report);
            return exitCode;
        });
        return command;
    }
}
