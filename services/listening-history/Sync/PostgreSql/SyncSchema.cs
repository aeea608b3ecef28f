using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>The names of an account's schemas, quoted.</summary>
internal sealed class SyncSchema
{
    /// <summary>PostgreSQL cuts longer names, and two accounts could meet.</summary>
    private const int MaxNameBytes = 63;
    private const string Prefix = "listening_";

    /// <summary>Holds the tables while they are filled. An account's name has no '~', so no account's schema is meant.</summary>
    private const string BuildSuffix = "~new";

    public SyncSchema(AccountName account)
    {
        var full = Prefix + account.Value;
        Name = full.Length + BuildSuffix.Length <= MaxNameBytes
            ? full
            : full[..40] + '~' + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..16];
    }

    public string Name { get; }

    public string Quoted => $"\"{Name}\"";

    public string QuotedBuild => $"\"{Name}{BuildSuffix}\"";
}
