using System.CommandLine;
using System.Text.Json;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Vectorizer;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform promote</c>: the daily promotion, now.</summary>
internal static class PromoteCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command("promote", """
            Puts tracks below tier A that were asked for often enough into the vector index, as a running platform does by its schedule.
            Not beside a running platform; what is done already is not done again.

            Example:
              platform promote --data data/store
            """)
        {
            data, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Vectorizer(CommonOptions.Existing(parsed.GetValue(data)!));

            // The vectorizer of a running platform writes to the index too; one of the two must wait.
            services.GetRequiredService<SqliteEventBus>().Own();
            var report = await services.GetRequiredService<Promotion>().RunAsync(stop);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, Json));
            else
                Console.WriteLine($"Promoted {report.Promoted:N0} tracks of {report.Candidates:N0} that were asked for often enough." + (report.IsFull ? " The index is full: some were left out." : ""));
            return ExitCode.Done;
        });
        return command;
    }
}
