using System.CommandLine;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Sync;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary><c>platform listening run</c>: every step in one command.</summary>
internal static class ListeningRunCommand
{
    public static Command Create()
    {
        var (paths, data, account) = (ListeningOptions.Paths(), CommonOptions.Data(), ListeningOptions.Account());
        var replace = new Option<bool>("--replace") { Description = "Drop all earlier imports first." };
        var zone = ListeningOptions.TimeZone();
        var command = new Command("run", """
            Imports exports and publishes them; asks the Web API for metadata where the environment has ENRICH=true, as 'listening enrich' does; syncs to
            PostgreSQL where POSTGRES_URL is set.

            Example:
              platform listening run data_raw
            """)
        {
            paths, data, account, replace, zone,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var name = ListeningOptions.Read(parsed.GetValue(account));
            var folder = DataFolder.Of(parsed.GetValue(data)!);
            await using var services = PlatformHost.Listening(folder);
            var imports = services.GetRequiredService<ListeningImports>();
            await ListeningOptions.SaveTimeZoneAsync(imports, name, parsed.GetValue(zone));
            var mode = parsed.GetValue(replace) ? ImportMode.Replace : ImportMode.Add;
            var report = await ImportCommands.RunAsync(imports, name, parsed.GetValue(paths)!, mode, stop);
            ImportTables.Write(report);
            var enriched = await EnrichAsync(folder, name, stop);
            if (SyncCommand.FindUrl() is { } url)
                await SyncCommand.RunAsync(services, name, url, SyncMode.Replace, stop);
            return Math.Max(ImportCommands.ExitCodeOf(report), enriched);
        });
        return command;
    }

    private static readonly string[] Credentials = ["SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET"];

    /// <summary>Enrichment asks the Web API, which needs an application's credentials. Without them the import is done all the same.</summary>
    private static async Task<int> EnrichAsync(DataFolder data, AccountName account, CancellationToken stop)
    {
        if (!string.Equals(Environment.GetEnvironmentVariable("ENRICH"), "true", StringComparison.OrdinalIgnoreCase))
            return ExitCode.Done;
        var missing = Credentials.Where(name => EnvironmentFile.Find(name, Directory.GetCurrentDirectory()) is null).ToList();
        if (missing.Count > 0)
        {
            Console.Error.WriteLine($"Enrichment is left out; not set: {string.Join(", ", missing)}. Get them at https://developer.spotify.com/dashboard and export them.");
            return ExitCode.Done;
        }

        await using var services = PlatformHost.Enrichment(data);
        return await EnrichCommand.RunAsync(services, account, dryRun: false, json: false, stop);
    }
}
