using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>What the jobs of accounts read.</summary>
internal static class AccountReads
{
    private const string NotDue = """
        AND NOT EXISTS (SELECT 1 FROM playlists p WHERE p.playlist_id = due.playlist_id AND p.last_refreshed >= $before)
        AND NOT EXISTS (SELECT 1 FROM not_found n WHERE n.kind = 'playlist' AND n.id = due.playlist_id AND n.checked_at >= $before)
        """;

    public static List<string> DuePlaylists(SqliteConnection connection, string account, string before) => connection.Query(
        $"""
        SELECT playlist_id FROM (
            SELECT playlist_id, 0 AS is_owned FROM playlist_ingest_queue WHERE account = $account
            UNION SELECT playlist_id, 1 FROM account_playlists WHERE account = $account) AS due
        WHERE TRUE {NotDue} GROUP BY playlist_id ORDER BY min(is_owned), playlist_id
        """,
        reader => reader.GetString(0), ("$account", account), ("$before", before));

    public static bool HasQueuedPlaylists(SqliteConnection connection, string before) => connection.Scalar<long>(
        $"SELECT count(*) FROM playlist_ingest_queue AS due WHERE TRUE {NotDue}", ("$before", before)) > 0;

    public static List<string> DueUsers(SqliteConnection connection, string account, string before) => connection.Query(
        """
        SELECT DISTINCT p.owner_id FROM account_playlists a JOIN playlists p USING (playlist_id) JOIN users u ON u.user_id = p.owner_id
        WHERE a.account = $account AND NOT u.is_me AND (u.profile_read_at IS NULL OR u.profile_read_at < $before) ORDER BY 1
        """,
        reader => reader.GetString(0), ("$account", account), ("$before", before));

    public static List<string> TracksWithoutFeatures(SqliteConnection connection, string after, int limit) => connection.Query(
        "SELECT track_id FROM tracks WHERE audio_features_json IS NULL AND NOT is_local AND track_id > $after ORDER BY track_id LIMIT $limit",
        reader => reader.GetString(0), ("$after", after), ("$limit", limit));

    public static void SaveFeatures(SqliteConnection connection, IEnumerable<(string TrackId, string Json)> features)
    {
        foreach (var (track, json) in features)
            connection.Execute("UPDATE tracks SET audio_features_json = $json WHERE track_id = $id AND audio_features_json IS NULL", ("$id", track), ("$json", json));
    }
}
