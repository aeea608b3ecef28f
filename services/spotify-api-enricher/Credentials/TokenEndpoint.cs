using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.SpotifyApiEnricher.Credentials;

/// <summary>Asks Spotify's accounts service for tokens. Its answers are kept in no file and no log.</summary>
internal sealed class TokenEndpoint(IHttpClientFactory clients, SpotifyCredentials credentials, IOptions<SpotifyApiEnricherOptions> options)
{
    public const string ClientName = "spotify-accounts";

    /// <summary>Bytes of the longest answer; tokens have some 400 characters.</summary>
    public const int MaxAnswerBytes = 64 * 1024;

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    public Task<TokenAnswer> ForApplicationAsync(CancellationToken cancellationToken) =>
        AskAsync([new("grant_type", "client_credentials")], needsSecret: true, cancellationToken);

    public Task<TokenAnswer> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        AskAsync([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)], needsSecret: false, cancellationToken);

    public Task<TokenAnswer> ExchangeAsync(string code, string verifier, Uri redirectUri, CancellationToken cancellationToken) =>
        AskAsync(
            [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirectUri.OriginalString), new("code_verifier", verifier)],
            needsSecret: false, cancellationToken);

    /// <exception cref="SpotifyAuthenticationException">Spotify refuses the credentials.</exception>
    /// <exception cref="TransientFaultException">Spotify does not answer now.</exception>
    private async Task<TokenAnswer> AskAsync(List<KeyValuePair<string, string>> form, bool needsSecret, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.AccountsAddress, "api/token"));
        if (credentials.ClientSecret is { } secret)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.ClientId}:{secret}")));
        else if (needsSecret)
            throw SpotifyAuthenticationException.Missing(SpotifyCredentials.ClientSecretName);
        else
            form.Add(new("client_id", credentials.ClientId));
        request.Content = new FormUrlEncodedContent(form);
        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => Parse(body),
            HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw SpotifyAuthenticationException.Refused(ErrorOf(body)),
            _ => throw new TransientFaultException($"Spotify's accounts service answered {(int)response.StatusCode}.", retryAfter: response.Headers.RetryAfter?.Delta),
        };
    }

    private static TokenAnswer Parse(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var lifetime = root.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var value) && value > 0 ? TimeSpan.FromSeconds(value) : DefaultLifetime;
        return root.TryGetProperty("access_token", out var token) && token.GetString() is { Length: > 0 } access
            ? new TokenAnswer(access, lifetime, Text(root, "refresh_token"), Text(root, "scope") ?? "")
            : throw new TransientFaultException("Spotify's accounts service answered without a token.");
    }

    /// <summary>The error's name alone: a description may repeat what was sent.</summary>
    private static string ErrorOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Text(json.RootElement, "error") is { Length: > 0 and <= 40 } error && error.All(c => char.IsAsciiLetter(c) || c == '_') ? error : "no reason named";
        }
        catch (JsonException)
        {
            return "no reason named";
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A token answer. Not a record: its text form must not have the tokens.</summary>
internal sealed class TokenAnswer(string accessToken, TimeSpan lifetime, string? refreshToken, string scopes)
{
    public string AccessToken { get; } = accessToken;

    public TimeSpan Lifetime { get; } = lifetime;

    /// <summary>A new refresh token that replaces the one in use; null where that stays.</summary>
    public string? RefreshToken { get; } = refreshToken;

    public string Scopes { get; } = scopes;
}
