using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite.Stores.Tables;

/// <summary>
/// The newest revision of each file that a store has rows of, in the transaction that writes them: batches of two revisions may come
/// in any order.
/// </summary>
public static class FileRevisions
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS revisions(data_set TEXT NOT NULL, file TEXT NOT NULL, revised_at INTEGER NOT NULL, PRIMARY KEY(data_set, file)) WITHOUT ROWID;
        """;

    /// <summary>Records the revision, and returns whether no newer one is recorded.</summary>
    public static bool TryAdvance(SqliteConnection connection, string file, FileRevision? revision)
    {
        if (revision is null)
            return true;
        (string, object?)[] key = [("$data_set", revision.DataSet), ("$file", file)];
        var newest = connection.Scalar<long?>("SELECT revised_at FROM revisions WHERE data_set = $data_set AND file = $file", key);
        if (newest is null || newest < revision.Revision)
            connection.Execute("INSERT OR REPLACE INTO revisions VALUES ($data_set, $file, $revision)", [.. key, ("$revision", revision.Revision)]);
        return newest is null || newest <= revision.Revision;
    }
}
