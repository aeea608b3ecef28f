namespace SpotifyPlatform.ListeningHistory.Sync;

/// <summary>What a sync did.</summary>
/// <param name="Schema">Where the tables stand.</param>
/// <param name="Incremental">Whether only what changed was sent.</param>
/// <param name="Tables">Rows sent by table.</param>
public sealed record SyncReport(string Schema, bool Incremental, IReadOnlyDictionary<string, long> Tables, TimeSpan Duration)
{
    public long Rows => Tables.Values.Sum();
}

/// <summary>How a sync sends the tables.</summary>
public enum SyncMode
{
    /// <summary>All tables anew, switched in one commit.</summary>
    Replace,

    /// <summary>Only months and tables that differ; everything if the database has no comparable state.</summary>
    Incremental,
}
