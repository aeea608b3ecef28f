using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Platform.Verification;
using SpotifyPlatform.Platform.Verification.Source;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform verify</c>: compares the answers with a sample world's expected answers, or an import with the files that it was made of.</summary>
internal static class VerifyCommand
{
    public const int UsualSample = 1_000;
    public const int UsualSeed = 1;

    public static Command Create()
    {
        var truth = new Option<DirectoryInfo>("--truth") { Description = "The truth folder of a sample world: every answer is compared." };
        var input = new Option<DirectoryInfo>("--input") { Description = "The data set's folder: what was imported from it is compared with it." };
        var full = new Option<bool>("--full") { Description = "With --input: compare every row, instead of a sample." };
        var sample = new Option<int>("--sample") { Description = "With --input: rows of each table; a tenth of playlists, and of tracks whose pairs are counted again.", DefaultValueFactory = _ => UsualSample };
        var seed = new Option<int>("--seed") { Description = "With --input: chooses the sample.", DefaultValueFactory = _ => UsualSeed };
        var expect = new Option<string[]>("--expect") { Description = $"With --input: a count, such as shards=484 or tracks=256039007~1%; {ExpectedCounts.July2025} for all of that data set. May be repeated." };
        var memory = new Option<string>("--memory") { Description = "With --full: memory for counting pairs again, about 24 bytes for each track of a playlist.", DefaultValueFactory = _ => "4GB" };
        var source = new SourceOptions();
        var json = CommonOptions.Json();
        var command = new Command("verify", """
            With --truth: compares answers with the expected answers of a sample world: names, matches, features, sections, pairs, neighbours. A small
            world has those of every track, a large one those of a sample of its tracks.
            With --input: compares an import with its source: rows of each file against tables, sampled tracks field by field, playlists, pairs counted again
            from the playlists, analysis lines, vectors and neighbours computed again; shows the share that was read, and what the import holds.

            Examples:
              platform verify --truth data/input/truth --data data/store
              platform verify --truth data/input/truth --address http://localhost:8081
              platform verify --input data/input --data data/store --full
            """)
        {
            truth, input, full, sample, seed, expect, memory, json,
        };
        source.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(truth) is null == parsed.GetValue(input) is null)
                throw new UsageException("Give --truth for a sample world, or --input for the folder that was imported.");
            if (parsed.GetValue(truth) is { } folder)
                return await CompareAnswersAsync(source, parsed, folder, stop);
            if (parsed.GetValue(sample) < 1)
                throw new UsageException($"--sample is {parsed.GetValue(sample)}; it must be at least 1.");
            return await CompareSourceAsync(
                source.FolderOf(parsed), RunCommand.Existing(parsed.GetValue(input)!), new VerifyScope(parsed.GetValue(full), parsed.GetValue(sample), parsed.GetValue(seed)),
                CommonOptions.Size("--memory", parsed.GetValue(memory)!), CommonOptions.Expected(parsed.GetValue(expect)), parsed.GetValue(json), stop);
        });
        return command;
    }

    private static async Task<int> CompareAnswersAsync(SourceOptions source, ParseResult parsed, DirectoryInfo folder, CancellationToken stop)
    {
        if (!folder.Exists)
            throw new CommandException($"There is no truth folder '{folder.FullName}'. Only sample worlds have one; create one with: platform sample --out DIR");
        await using var lookup = source.Open(parsed);
        var report = await new TruthCheck(lookup, folder.FullName).RunAsync(stop);
        foreach (var difference in report.Shown)
            Console.Error.WriteLine(difference);
        Console.WriteLine(
            $"Compared {report.Tracks:N0} tracks, {report.Sections:N0} sections, {report.Pairs:N0} pairs and {report.Neighbours:N0} neighbours with the truth: "
            + (report.Differences == 0 ? "all equal." : $"{report.Differences:N0} differences."));
        return report.Differences == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> CompareSourceAsync(
        DataFolder data, DirectoryInfo input, VerifyScope scope, long memoryBytes, ExpectedCounts expected, bool json, CancellationToken stop)
    {
        await using var services = PlatformHost.Reading(data, input.FullName);
        using var line = new ProgressLine();
        var report = await new SourceVerification(services, data, input, scope, memoryBytes, line.For<string>(text => text)).RunAsync(expected, stop);
        line.Dispose();
        if (json)
            SourceReportListing.WriteJson(report);
        else
            SourceReportListing.Write(report);
        return report.Differences == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
