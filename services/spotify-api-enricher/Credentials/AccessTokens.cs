using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.SpotifyApiEnricher.Credentials;

/// <summary>
/// Access tokens of the application and of accounts, in memory alone. They are renewed a minute before they end, by this machine's clock;
/// where that is wrong, the Web API answers 401 and the token is renewed then.
/// </summary>
internal sealed class AccessTokens(
    TokenEndpoint endpoint, SpotifyCredentials credentials, IGrantStore grants, TokenCipher cipher, IOptions<SpotifyApiEnricherOptions> options, TimeProvider time) : IDisposable
{
    private const string Application = "";
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim renewing = new(1, 1);
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset End)> tokens = new();

    /// <summary>Whether requests can be made without an account.</summary>
    public bool HasApplication => credentials is { AreSet: true, ClientSecret: not null };

    /// <summary>Accounts that granted access, that of <c>SPOTIFY_REFRESH_TOKEN</c> included.</summary>
    public IReadOnlyList<string> Accounts()
    {
        var accounts = grants.List().Select(grant => grant.Account);
        if (credentials.RefreshToken is not null)
            accounts = accounts.Append(options.Value.Account);
        return [.. accounts.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <param name="account">Null: the application itself.</param>
    /// <exception cref="SpotifyAuthenticationException">The account has granted nothing, or no longer does.</exception>
    public async Task<string> GetAsync(string? account, CancellationToken cancellationToken)
    {
        var name = account ?? Application;
        if (Current(name) is { } token)
            return token;
        await renewing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Current(name) ?? await RenewAsync(name, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            renewing.Release();
        }
    }

    /// <summary>Forgets a token that the Web API refused; another that was got meanwhile stays.</summary>
    public void Reject(string? account, string token)
    {
        if (tokens.TryGetValue(account ?? Application, out var current) && current.Token == token)
            tokens.TryRemove(KeyValuePair.Create(account ?? Application, current));
    }

    /// <summary>Keeps the refresh token of a login; it replaces that of <c>SPOTIFY_REFRESH_TOKEN</c> until the variable changes.</summary>
    public async Task GrantAsync(string account, TokenAnswer answer, CancellationToken cancellationToken)
    {
        var refresh = answer.RefreshToken ?? throw new SpotifyAuthenticationException("Spotify answered the login without a refresh token. Try again.");
        await grants.SaveAsync(new Grant(account, cipher.Encrypt(account, refresh), SeedHashOf(account), answer.Scopes, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        tokens[account] = (answer.AccessToken, time.GetUtcNow() + answer.Lifetime - Margin);
    }

    public void Dispose() => renewing.Dispose();

    private string? Current(string name) => tokens.TryGetValue(name, out var current) && current.End > time.GetUtcNow() ? current.Token : null;

    private async Task<string> RenewAsync(string name, CancellationToken cancellationToken)
    {
        var answer = name == Application
            ? await endpoint.ForApplicationAsync(cancellationToken).ConfigureAwait(false)
            : await RefreshAsync(name, cancellationToken).ConfigureAwait(false);
        tokens[name] = (answer.AccessToken, time.GetUtcNow() + answer.Lifetime - Margin);
        return answer.AccessToken;
    }

    private async Task<TokenAnswer> RefreshAsync(string account, CancellationToken cancellationToken)
    {
        var grant = Seeded(account) ?? grants.Find(account) ?? throw new SpotifyAuthenticationException(
            $"Account '{account}' has not granted access. Log in with: platform spotify login --account {account}, or set {SpotifyCredentials.RefreshTokenName}.");
        var answer = await endpoint.RefreshAsync(cipher.Decrypt(account, grant.EncryptedToken), cancellationToken).ConfigureAwait(false);
        // The new token is stored before it is used: the former one may end with its first use.
        if (answer.RefreshToken is { } rotated)
            grant = grant with { EncryptedToken = cipher.Encrypt(account, rotated) };
        if (answer.RefreshToken is not null || grants.Find(account) is null || grant.SeedHash is not null)
            await grants.SaveAsync(grant with { Scopes = answer.Scopes.Length > 0 ? answer.Scopes : grant.Scopes }, cancellationToken).ConfigureAwait(false);
        return answer;
    }

    /// <summary>A grant that begins with <c>SPOTIFY_REFRESH_TOKEN</c>; null where the stored one began with it already, and may have been renewed since.</summary>
    private Grant? Seeded(string account)
    {
        if (SeedHashOf(account) is not { } hash || credentials.RefreshToken is not { } seed)
            return null;
        return grants.Find(account) is { SeedHash: { } known } && known.AsSpan().SequenceEqual(hash)
            ? null
            : new Grant(account, cipher.Encrypt(account, seed), hash, "", time.GetUtcNow());
    }

    private byte[]? SeedHashOf(string account) =>
        account == options.Value.Account && credentials.RefreshToken is { } seed ? SHA256.HashData(Encoding.UTF8.GetBytes(seed)) : null;
}
