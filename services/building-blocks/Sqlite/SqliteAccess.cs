namespace SpotifyPlatform.Sqlite;

/// <summary>What a process may do with a database.</summary>
public enum SqliteAccess
{
    /// <summary>Read and write; a missing file is created.</summary>
    ReadWrite,

    /// <summary>Read only: no file is created or changed, and a missing file is an empty database.</summary>
    ReadOnly,
}
