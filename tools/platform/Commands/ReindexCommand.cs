using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectorizer.Loading;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform reindex</c>: derives the vectors now, and fills an index of another process.</summary>
internal static class ReindexCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("reindex", """
            Builds the vectors table if it is not what tracks, features, matches and options make of it, and writes all vectors and the promoted tracks into
            another engine (Storage__VectorIndex=Qdrant), also when its collection was lost. The embedded index reads the table itself. Stop a
            running platform first. Repeating the command is harmless.

            Example:
              Storage__VectorIndex=Qdrant platform reindex --data data/store
            """)
        {
            data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Vectorizer(CommonOptions.Existing(parsed.GetValue(data)!));

            // A new generation is announced on the event log.
            services.GetRequiredService<SqliteEventBus>().Own();
            using var line = new ProgressLine();
            var report = await services.GetRequiredService<Reindexing>().RunAsync(stop);
            if (report.Table.State is not (DerivedState.Current or DerivedState.Pinned))
                throw new CommandException($"The vectors were not built ({report.Table.State}). {report.Table.Detail}");
            line.End((report.Table.Published is null ? "The vectors are current." : "Built the vectors.") + (report.Written is { } written ? $" Wrote {written:N0} points." : ""));
            return ExitCode.Done;
        });
        return command;
    }
}
