using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>The names of an account's schemas, quoted.</summary>
internal sealed class SyncSchema
{
    /// <summary>PostgreSQL truncates longer names, so two accounts could share one schema.</summary>
    private const int MaxNameBytes = 63;
    private const string Prefix = "listening_";

    /// <summary>Holds the tables while they are filled. Account names have no '~', so it cannot be another account's schema.</summary>
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
