namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>What an import does with the rows.</summary>
internal enum ImportMode
{
    /// <summary>Adds new rows.</summary>
    Add,

    /// <summary>Counts as an import would, and writes nothing.</summary>
    Preview,

    /// <summary>Drops all earlier imports first; rows of the Web API stay. Refused as a whole when any file is.</summary>
    Replace,
}
