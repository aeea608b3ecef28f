namespace SpotifyPlatform.ListeningHistory.Sync;

/// <summary>The result of a sync.</summary>
/// <param name="Schema">The schema of the tables.</param>
/// <param name="Incremental">Whether only what changed was sent.</param>
/// <param name="Tables">Rows sent by table.</param>
/// <param name="Deleted">Rows of the months and tables that differed; 0 for a replacement, which drops the old tables.</param>
public sealed record SyncReport(string Schema, bool Incremental, IReadOnlyDictionary<string, long> Tables, long Deleted, TimeSpan Duration)
{
    public long Rows => Tables.Values.Sum();
}

/// <summary>How a sync sends the tables.</summary>
public enum SyncMode
{
    /// <summary>Sends all tables and switches to them in one commit.</summary>
    Replace,

    /// <summary>Only months and tables that differ; everything if the database has no comparable state.</summary>
    Incremental,
}
