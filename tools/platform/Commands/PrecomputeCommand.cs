using System.CommandLine;
using System.Text.Json;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Vectorizer.Neighbours;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform precompute</c>: the neighbours of the most popular tracks.</summary>
internal static class PrecomputeCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var seeds = new Option<int?>("--seeds") { Description = "How many of the most popular tracks, 0 to 10,000,000; 100,000 when it is not given." };
        var refresh = new Option<bool>("--refresh") { Description = "Compute again what is younger than seven days too." };
        var json = CommonOptions.Json();
        var command = new Command("precompute", """
            Computes the 100 nearest of the most popular tracks, so that the read API answers for them without a search. What was computed
            in the last seven days is passed over; a run that was stopped or killed goes on where it was.

            Example:
              platform precompute --data data/store --seeds 100000
            """)
        {
            data, seeds, refresh, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(seeds) is < 0 or > 10_000_000)
                throw new UsageException($"--seeds is {parsed.GetValue(seeds)}; it may be 0 to 10,000,000.");
            await using var services = PlatformHost.Vectorizer(CommonOptions.Existing(parsed.GetValue(data)!));
            using var line = new ProgressLine();
            var watch = line.For<PrecomputationProgress>(p => $"neighbours: {p.Done:N0} of {p.Total:N0} tracks, {p.Computed:N0} computed");
            var report = await services.GetRequiredService<Precomputation>().RunAsync(parsed.GetValue(seeds), parsed.GetValue(refresh), watch, stop);
            line.End($"Computed the neighbours of {report.Computed:N0} tracks; of the {report.Total:N0} most popular, the others are young or not in the index.");
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, Json));
            return ExitCode.Done;
        });
        return command;
    }
}
