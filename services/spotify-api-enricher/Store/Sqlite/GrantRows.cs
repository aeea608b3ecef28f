using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>Grants of accounts and refused capabilities.</summary>
internal static class GrantRows
{
    public static List<Grant> List(SqliteConnection connection) => connection.Query(
        "SELECT account, encrypted_token, seed_hash, scopes, granted_at FROM oauth_grant ORDER BY account",
        reader => new Grant(
            reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2), reader.GetString(3), StoredTime.Parse(reader.GetString(4))));

    public static void Save(SqliteConnection connection, Grant grant) => connection.Execute(
        "INSERT OR REPLACE INTO oauth_grant VALUES ($account, $token, $seed, $scopes, $at)",
        ("$account", grant.Account), ("$token", grant.EncryptedToken), ("$seed", grant.SeedHash), ("$scopes", grant.Scopes), ("$at", StoredTime.Text(grant.GrantedAt)));

    public static List<RefusedCapability> ListRefused(SqliteConnection connection) => connection.Query(
        "SELECT name, status, refused_at FROM refused_capability ORDER BY name",
        reader => new RefusedCapability(Enum.Parse<Capability>(reader.GetString(0)), reader.GetInt32(1), StoredTime.Parse(reader.GetString(2))));

    public static void SaveRefused(SqliteConnection connection, RefusedCapability refused) => connection.Execute(
        "INSERT OR REPLACE INTO refused_capability VALUES ($name, $status, $at)",
        ("$name", refused.Capability.ToString()), ("$status", refused.Status), ("$at", StoredTime.Text(refused.RefusedAt)));
}
