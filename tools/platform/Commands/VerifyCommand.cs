using System.CommandLine;
using SpotifyPlatform.Platform.Verification;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform verify</c>: compares the answers with a sample world's expected answers.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var truth = new Option<DirectoryInfo>("--truth") { Description = "The truth folder of a sample world.", Required = true };
        var source = new SourceOptions();
        var command = new Command("verify", """
            Compares answers with the expected answers of a sample world: names, matches, features, sections, pairs, neighbours. A small
            world has those of every track, a large one those of a sample of its tracks.

            Examples:
              platform verify --truth data/input/truth --data data/store
              platform verify --truth data/input/truth --address http://localhost:8081
            """)
        {
            truth,
        };
        source.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var folder = parsed.GetValue(truth)!;
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
        });
        return command;
    }
}
