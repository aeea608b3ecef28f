using System.CommandLine;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Store;
using SpotifyPlatform.Platform.Hosting;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary><c>platform listening publish</c>: builds <c>spotify.duckdb</c> anew.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var account = ListeningOptions.Account();
        var data = CommonOptions.Data();
        var command = new Command("publish", """
            Builds spotify.duckdb anew. Imports do that by themselves; do it after a data set was loaded, which fills tracks, artists and
            audio_features.

            Example:
              platform listening publish
            """)
        {
            account, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(data)!));
            var stores = services.GetRequiredService<IListeningStores>();
            var name = ListeningOptions.Read(parsed.GetValue(account)!);
            if (!stores.Exists(name))
                throw new CommandException($"Account '{name}' has no plays. Import an export first: platform listening ingest PATH --account {name}.");
            var store = stores.Open(name);
            await services.GetRequiredService<PlaysPublisher>().PublishAsync(store, rebuild: true, stop);
            Console.WriteLine($"Published {new PublishedFolder(store.Folder).PersonFile}");
            return ExitCode.Done;
        });
        return command;
    }
}
