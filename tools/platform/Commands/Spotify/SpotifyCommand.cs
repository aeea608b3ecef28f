using System.CommandLine;
using SpotifyPlatform.Platform.Commands.Listening;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.Platform.Commands.Spotify;

/// <summary><c>platform spotify</c>: the jobs of the Web API by hand, also beside a running platform, with which they share the quota.</summary>
internal static class SpotifyCommand
{
    public static Command Create() => new("spotify", """
        Asks Spotify's Web API under a budget of requests: plays, playlists, profile; artists by platform enrichment fetch. Needs SPOTIFY_CLIENT_ID and, without a login,
        SPOTIFY_CLIENT_SECRET, from the environment, .env.local or .env.

        Example:
          platform spotify login
          platform spotify plays
          platform spotify status
        """)
    {
        LoginCommand.Create(),
        Job("plays", "Takes the plays since the last run. The Web API keeps 50: every 20 minutes loses none.", (services, account, stop) =>
            services.GetRequiredService<PlayHistoryJob>().RunAsync(account, stop)),
        Job("playlists", "Refreshes playlists and their tracks; one that was refreshed in the last 7 days is skipped.", (services, account, stop) =>
            services.GetRequiredService<PlaylistJob>().RunAsync(account, onlyQueued: false, stop)),
        Job("profile", "Reads the profile, and relationships to owners of playlists and followed users.", (services, account, stop) =>
            services.GetRequiredService<ProfileJob>().RunAsync(account, stop)),
        StatusCommands.Status(),
        StatusCommands.Replay(),
    };

    /// <summary>Runs an action on the services; failures of the credentials are messages.</summary>
    public static async Task<int> WithServicesAsync(DirectoryInfo data, Func<ServiceProvider, Task<int>> act)
    {
        await using var services = PlatformHost.Spotify(DataFolder.Make(data));
        try
        {
            return await act(services);
        }
        catch (SpotifyAuthenticationException ex)
        {
            throw new CommandException(ex.Message);
        }
    }

    /// <summary>One line for people; what is deferred or failed is an error with its exit code.</summary>
    public static int Report(JobResult result) => Report(result, Console.Out);

    /// <inheritdoc cref="Report(JobResult)"/>
    /// <param name="done">Where the line of a run that is done goes.</param>
    public static int Report(JobResult result, TextWriter done)
    {
        var summary = $"{result.Job}: {result.Fetched:N0} items in {result.Requests:N0} requests, {result.Inserted:N0} new, {result.Updated:N0} known.";
        switch (result.Outcome)
        {
            case RunOutcomeKind.Done:
                done.WriteLine($"{summary} {result.Detail}".TrimEnd());
                return ExitCode.Done;
            case RunOutcomeKind.Deferred:
                Console.Error.WriteLine($"{summary} Not finished: {result.Detail}");
                return ExitCode.DoneWithRefusals;
            default:
                Console.Error.WriteLine($"platform: {result.Detail}");
                return ExitCode.Failed;
        }
    }

    private static Command Job(string name, string description, Func<IServiceProvider, string, CancellationToken, Task<JobResult>> run)
    {
        var (account, data) = (ListeningOptions.Account(), CommonOptions.Data());
        var command = new Command(name, $"{description}\n\nExample:\n  platform spotify {name} --account me") { account, data };
        command.SetAction((parsed, stop) => WithServicesAsync(parsed.GetValue(data)!, async services =>
            Report(await run(services, ListeningOptions.Read(parsed.GetValue(account)).Value, stop))));
        return command;
    }
}
