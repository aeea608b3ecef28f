using System.Text.Json.Serialization;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>A client with API keys.</summary>
/// <param name="Name">1 to 64 of a-z, 0-9, '-' and '_', beginning with a letter or digit.</param>
/// <param name="Accounts">Accounts of listening-history that it may use; same format as Name.</param>
/// <param name="Keys">At most <see cref="ClientRegistry.MaxLiveKeys"/> that have not expired.</param>
internal sealed record KeyClient(string Name, IReadOnlyList<KeyScope> Scopes, IReadOnlyList<string> Accounts, IReadOnlyList<StoredKey> Keys);

/// <param name="Prefix">Names the key; unique.</param>
/// <param name="Sha256">Of the whole key, hexadecimal. The key itself is not stored.</param>
/// <param name="ExpiresAt">Null for a key that does not expire.</param>
internal sealed record StoredKey(string Prefix, string Sha256, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Null for a key that does not expire.</summary>
    [JsonIgnore]
    public TimeSpan? Lifetime => ExpiresAt - CreatedAt;

    public bool IsLive(DateTimeOffset now) => ExpiresAt is not { } end || now < end;
}
