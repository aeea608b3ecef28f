namespace SpotifyPlatform.Contracts;

/// <summary>What a topic's records are. The class decides how the log is cleaned up.</summary>
public enum TopicClass
{
    /// <summary>What holds of a file or a table now. Compacted: the latest record of a key stays.</summary>
    Announcement,

    /// <summary>Units of work, done once or more. Deleted after <see cref="Topic.WorkRetention"/>.</summary>
    Work,

    /// <summary>A row that its owner changes; readers keep copies. Compacted: the latest record of a key stays.</summary>
    LiveRow,

    /// <summary>What was seen once and is counted or stored by its consumers. Deleted after <see cref="Topic.ObservationRetention"/>.</summary>
    Observation,
}
