using System.CommandLine;
using SpotifyPlatform.Platform.Commands.Listening;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;

namespace SpotifyPlatform.Platform.Commands.Spotify;

/// <summary><c>platform spotify login</c>: has a person grant access, and keeps the refresh token encrypted.</summary>
internal static class LoginCommand
{
    public static Command Create()
    {
        var (account, data) = (ListeningOptions.Account(), CommonOptions.Data());
        var command = new Command("login", """
            Grants this platform access to a Spotify account: open the address that is printed in a browser of this machine and consent. The
            refresh token is stored encrypted in the data folder. SPOTIFY_REDIRECT_URI has to be registered for the application.

            Example:
              SPOTIFY_CLIENT_ID=... platform spotify login --account me
            """)
        {
            account, data,
        };
        command.SetAction((parsed, stop) => SpotifyCommand.WithServicesAsync(parsed.GetValue(data)!, async services =>
        {
            var name = ListeningOptions.Read(parsed.GetValue(account)).Value;
            var login = services.GetRequiredService<Login>();
            var pending = login.Begin();
            using var redirect = new LoopbackRedirect(pending.RedirectUri);
            Console.WriteLine($"Open in a browser: {pending.Address}");
            await login.CompleteAsync(name, pending, redirect, stop);
            Console.WriteLine($"Account '{name}' has granted access. Next: platform spotify plays{(name == "me" ? "" : $" --account {name}")}");
            return ExitCode.Done;
        }));
        return command;
    }
}
