using System.CommandLine;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Sync;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;

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
            Imports exports and publishes them; asks for metadata where the environment has ENRICH=true; syncs to PostgreSQL where
            POSTGRES_URL is set.

            Example:
              platform listening run data_raw
            """)
        {
            paths, data, account, replace, zone,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var name = ListeningOptions.Read(parsed.GetValue(account));
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(data)!));
            var imports = services.GetRequiredService<ListeningImports>();
            await ListeningOptions.SaveTimeZoneAsync(imports, name, parsed.GetValue(zone));
            var mode = parsed.GetValue(replace) ? ImportMode.Replace : ImportMode.Add;
            var report = await ImportCommands.RunAsync(imports, name, parsed.GetValue(paths)!, mode, stop);
            ImportTables.Write(report);
            ReportMissingEnrichment();
            if (SyncCommand.FindUrl() is { } url)
                await SyncCommand.RunAsync(services, name, url, SyncMode.Replace, stop);
            return ImportCommands.ExitCodeOf(report);
        });
        return command;
    }

    private static readonly string[] Credentials = ["SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET"];

    /// <summary>Enrichment asks the Web API, which needs an application's credentials.</summary>
    private static void ReportMissingEnrichment()
    {
        if (!string.Equals(Environment.GetEnvironmentVariable("ENRICH"), "true", StringComparison.OrdinalIgnoreCase))
            return;
        var missing = Credentials.Where(name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))).ToList();
        Console.Error.WriteLine(missing.Count > 0
            ? $"Enrichment is left out; not set: {string.Join(", ", missing)}. Get them at https://developer.spotify.com/dashboard and export them."
            : "Enrichment is left to the service spotify-api-enricher: start it with platform run; platform spotify status shows how far it is.");
    }
}
