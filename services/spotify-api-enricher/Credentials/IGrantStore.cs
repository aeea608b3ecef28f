namespace SpotifyPlatform.SpotifyApiEnricher.Credentials;

/// <summary>What accounts granted to the application. Refresh tokens are encrypted before they come here.</summary>
internal interface IGrantStore
{
    Grant? Find(string account);

    IReadOnlyList<Grant> List();

    /// <summary>Stores or replaces the account's grant.</summary>
    Task SaveAsync(Grant grant, CancellationToken cancellationToken);
}

/// <param name="Account">The account as listening-history names it.</param>
/// <param name="EncryptedToken">The refresh token.</param>
/// <param name="SeedHash">SHA-256 of the <c>SPOTIFY_REFRESH_TOKEN</c> that the grant began with, or that a login replaced; null without one.</param>
/// <param name="Scopes">Separated by spaces; empty where unknown.</param>
internal sealed record Grant(string Account, byte[] EncryptedToken, byte[]? SeedHash, string Scopes, DateTimeOffset GrantedAt);
