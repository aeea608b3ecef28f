using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform promote</c>: runs the daily promotion now.</summary>
internal static class PromoteCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command("promote", """
            Adds tracks of tier B that were requested often enough to the vector index, as a running platform does by its schedule: at most
            1,000 a run (Vectorizer__Promotion__BatchSize). Stop a running platform first. Repeating the command is harmless.

            Example:
              platform promote --data data/store
            """)
        {
            data, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Vectorizer(CommonOptions.Existing(parsed.GetValue(data)!));

            // Owning the event log keeps a running platform away, which would promote the same tracks.
            services.GetRequiredService<SqliteEventBus>().Own();
            var report = await services.GetRequiredService<Promotion>().RunAsync(stop);
            if (parsed.GetValue(json))
                JsonOutput.Write(report);
            else
                Console.WriteLine($"Promoted {report.Promoted:N0} of {report.Candidates:N0} tracks that were requested often enough." + (report.IsFull ? " The index is full: some tracks were left out." : ""));
            return ExitCode.Done;
        });
        return command;
    }
}
