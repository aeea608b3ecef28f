using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform reindex</c>: rebuilds the vector index from the feature store.</summary>
internal static class ReindexCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("reindex", """
            Writes the vectors of tier A and of the promoted tracks from the feature store: into another engine (Storage__VectorIndex=Qdrant), with
            another embedding (Embedding__Dimensions=1523), or after the index was lost. Stop a running platform first. Repeating the
            command is harmless.

            Example:
              Storage__VectorIndex=Qdrant platform reindex --data data/store
            """)
        {
            data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Vectorizer(CommonOptions.Existing(parsed.GetValue(data)!));

            // Owning the event log keeps a running platform away: only one process may write to the index.
            services.GetRequiredService<SqliteEventBus>().Own();
            using var line = new ProgressLine();
            var progress = line.For<ReindexingProgress>(p => $"vectors: {p.Written:N0} written of {p.Done:N0} tracks");
            var report = await services.GetRequiredService<Reindexing>().RunAsync(progress, stop);
            line.End($"Wrote the vectors of {report.Written:N0} tracks.");
            return ExitCode.Done;
        });
        return command;
    }
}
