namespace SpotifyPlatform.SpotifyApiEnricher.Credentials;

/// <summary>Spotify does not accept the credentials, or one is missing. The message has the remedy and no secret.</summary>
internal sealed class SpotifyAuthenticationException(string message) : Exception(message)
{
    /// <summary>What is wrong, without the remedy where the message has one.</summary>
    public string Reason { get; private init; } = message;

    public static SpotifyAuthenticationException Missing(string name) => new(
        $"{name} is set neither in the environment nor in .env.local or .env. Get it at https://developer.spotify.com/dashboard.");

    public static SpotifyAuthenticationException Refused(string error) => new(
        $"Spotify API authentication failed ({error}). Check {SpotifyCredentials.ClientIdName}, {SpotifyCredentials.ClientSecretName}, {SpotifyCredentials.RedirectUriName} and " +
        $"{SpotifyCredentials.RefreshTokenName} in the environment or .env; get a new refresh token with: platform spotify login")
    {
        Reason = $"Spotify answered '{error}'.",
    };
}
