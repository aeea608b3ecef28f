using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Vectorizer.Neighbours;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform precompute</c>: computes the neighbours of the most popular tracks.</summary>
internal static class PrecomputeCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var seeds = new Option<int?>("--seeds") { Description = "Number of most popular tracks, 0 to 10,000,000; default 100,000." };
        var refresh = new Option<bool>("--refresh") { Description = "Recompute results younger than seven days too." };
        var json = CommonOptions.Json();
        var command = new Command("precompute", """
            Computes the 100 nearest tracks of each of the most popular tracks, so that the read API answers for them without a search.
            Results of the last seven days are kept; a run that was stopped or killed continues where it was.

            Example:
              platform precompute --data data/store --seeds 100000
            """)
        {
            data, seeds, refresh, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(seeds) is < 0 or > 10_000_000)
                throw new UsageException($"--seeds is {parsed.GetValue(seeds)}; it must be 0 to 10,000,000.");
            await using var services = PlatformHost.Vectorizer(CommonOptions.Existing(parsed.GetValue(data)!));
            using var line = new ProgressLine();
            var progress = line.For<PrecomputationProgress>(p => $"neighbours: {p.Done:N0} of {p.Total:N0} tracks, {p.Computed:N0} computed");
            var report = await services.GetRequiredService<Precomputation>().RunAsync(parsed.GetValue(seeds), parsed.GetValue(refresh), progress, stop);
            line.End($"Computed the neighbours of {report.Computed:N0} of the {report.Total:N0} most popular tracks; the others have recent results or are not in the index.");
            if (parsed.GetValue(json))
                JsonOutput.Write(report);
            return ExitCode.Done;
        });
        return command;
    }
}
