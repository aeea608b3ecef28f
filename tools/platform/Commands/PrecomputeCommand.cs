using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectorizer.Neighbours;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform precompute</c>: computes the neighbours of the most popular tracks.</summary>
internal static class PrecomputeCommand
{
    private static readonly TimeSpan ShowInterval = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var seeds = new Option<int?>("--seeds") { Description = "Number of most popular tracks, 0 to 10,000,000; default 100,000." };
        var json = CommonOptions.Json();
        var command = new Command("precompute", """
            Computes the 100 nearest tracks of each of the most popular tracks, so that the read API answers for them without a search until the
            vectors change. Nothing is done where they are computed already. A platform computes them itself, whenever the vectors change, with
            Vectorizer__Precomputed__Enabled=true. Stop a running platform first.

            Example:
              platform precompute --data data/store --seeds 100000
            """)
        {
            data, seeds, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(seeds) is < 0 or > 10_000_000)
                throw new UsageException($"--seeds is {parsed.GetValue(seeds)}; it must be 0 to 10,000,000.");
            await using var services = PlatformHost.Vectorizer(CommonOptions.Existing(parsed.GetValue(data)!));

            // The new generation is announced on the event log.
            services.GetRequiredService<SqliteEventBus>().Own();
            using var line = new ProgressLine();
            var status = await RunAsync(services.GetRequiredService<Precomputation>(), parsed.GetValue(seeds), line, stop);
            if (status.State != DerivedState.Current)
                throw new CommandException($"The neighbours were not computed ({status.State}). {status.Detail}");
            var computed = status.Published?.Rows ?? 0;
            line.End(status.Published is null ? "The neighbours of the current vectors are computed already." : $"Computed the neighbours of the {computed:N0} most popular tracks.");
            if (parsed.GetValue(json))
                JsonOutput.Write(new { Computed = computed });
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<DerivedStatus> RunAsync(Precomputation precomputation, int? seeds, ProgressLine line, CancellationToken stop)
    {
        var run = precomputation.RunAsync(seeds, stop);
        while (await Task.WhenAny(run, Task.Delay(ShowInterval, stop)) != run)
            line.Show($"neighbours: {precomputation.Status.Rows:N0} tracks, {precomputation.Status.RowsPerSecond:N0} a second");
        return await run;
    }
}
