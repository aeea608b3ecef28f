using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.SpotifyApiEnricher.Credentials;

/// <summary>The authorization code flow with PKCE: a person consents in the browser, which is sent back to a loopback address.</summary>
internal sealed class Login(TokenEndpoint endpoint, AccessTokens tokens, SpotifyCredentials credentials, IOptions<SpotifyApiEnricherOptions> options)
{
    /// <summary>What the jobs read.</summary>
    public const string Scopes = "user-read-recently-played playlist-read-private playlist-read-collaborative user-follow-read user-read-private";

    /// <summary>Begins a login: the address to open in a browser, and what has to come back.</summary>
    public PendingLogin Begin()
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(64));
        var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var redirect = credentials.RedirectUri;
        var query = string.Join('&', new (string Name, string Value)[]
        {
            ("client_id", credentials.ClientId), ("response_type", "code"), ("redirect_uri", redirect.OriginalString), ("scope", Scopes),
            ("state", state), ("code_challenge_method", "S256"), ("code_challenge", challenge),
        }.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        return new PendingLogin(new Uri(options.Value.AccountsAddress, $"authorize?{query}"), redirect, state, verifier);
    }

    /// <summary>Waits for the browser and stores the refresh token.</summary>
    /// <exception cref="SpotifyAuthenticationException">The person declined, or Spotify refuses the code.</exception>
    public async Task CompleteAsync(string account, PendingLogin login, LoopbackRedirect redirect, CancellationToken cancellationToken)
    {
        var code = await redirect.WaitAsync(login.State, cancellationToken).ConfigureAwait(false);
        var answer = await endpoint.ExchangeAsync(code, login.Verifier, login.RedirectUri, cancellationToken).ConfigureAwait(false);
        await tokens.GrantAsync(account, answer, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A login that waits for the browser. Not a record: its text form must not have the verifier.</summary>
internal sealed class PendingLogin(Uri address, Uri redirectUri, string state, string verifier)
{
    /// <summary>To be opened in a browser.</summary>
    public Uri Address { get; } = address;

    public Uri RedirectUri { get; } = redirectUri;

    public string State { get; } = state;

    public string Verifier { get; } = verifier;
}
