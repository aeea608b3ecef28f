using System.CommandLine;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Verification;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform verify</c>: compares the answers with a sample world's expected answers.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var truth = new Option<DirectoryInfo>("--truth") { Description = "The truth folder of a sample world.", Required = true };
        var data = CommonOptions.Data();
        var command = new Command("verify", """
            Compares every answer with the expected answers of a sample world: names, matches, features, sections, pairs, neighbours.

            Example:
              platform verify --truth data/input/truth --data data/store
            """)
        {
            truth, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = parsed.GetValue(truth)!;
            if (!folder.Exists)
                throw new CommandException($"There is no truth folder '{folder.FullName}'. Only sample worlds have one; create one with: platform sample --out DIR");
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            var report = await new TruthCheck(
                services.GetRequiredService<TrackLookup>(), services.GetRequiredService<SimilarLookup>(), services.GetRequiredService<IPairStore>(),
                folder.FullName).RunAsync(stop);
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
