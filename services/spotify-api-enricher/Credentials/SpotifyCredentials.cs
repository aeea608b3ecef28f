using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.SpotifyApiEnricher.Credentials;

/// <summary>
/// An application's credentials, read from the environment, then <c>.env.local</c>, then <c>.env</c> of the working directory. Its text form
/// has no values.
/// </summary>
internal sealed class SpotifyCredentials(string folder)
{
    public const string ClientIdName = "SPOTIFY_CLIENT_ID";
    public const string ClientSecretName = "SPOTIFY_CLIENT_SECRET";
    public const string RedirectUriName = "SPOTIFY_REDIRECT_URI";
    public const string RefreshTokenName = "SPOTIFY_REFRESH_TOKEN";

    public static readonly IReadOnlyList<string> Names = [ClientIdName, ClientSecretName, RedirectUriName, RefreshTokenName];

    /// <summary>Where the browser is sent after a login, unless set. Spotify accepts loopback addresses as numbers only.</summary>
    private const string DefaultRedirectUri = "http://127.0.0.1:8888/callback";

    public SpotifyCredentials()
        : this(Directory.GetCurrentDirectory())
    {
    }

    public bool AreSet => Find(ClientIdName) is not null;

    /// <exception cref="SpotifyAuthenticationException">It is not set.</exception>
    public string ClientId => Find(ClientIdName) ?? throw SpotifyAuthenticationException.Missing(ClientIdName);

    /// <summary>Null for an application that logs in with PKCE alone.</summary>
    public string? ClientSecret => Find(ClientSecretName);

    public string? RefreshToken => Find(RefreshTokenName);

    /// <exception cref="SpotifyAuthenticationException">It is not a loopback address.</exception>
    public Uri RedirectUri
    {
        get
        {
            var text = Find(RedirectUriName) ?? DefaultRedirectUri;
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback
                ? uri
                : throw new SpotifyAuthenticationException($"{RedirectUriName} '{text}' is not a loopback address such as {DefaultRedirectUri}. Register one for the application and set it.");
        }
    }

    private string? Find(string name) => EnvironmentFile.Find(name, folder)?.Value;
}
