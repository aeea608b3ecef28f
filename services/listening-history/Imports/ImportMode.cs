namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>What happens to the rows that are read.</summary>
internal enum ImportMode
{
    /// <summary>Adds what is new.</summary>
    Add,

    /// <summary>Counts as an import would, and writes nothing.</summary>
    Preview,

    /// <summary>Drops all earlier imports first; rows of the Web API stay. Refused as a whole when any file is.</summary>
    Replace,
}
