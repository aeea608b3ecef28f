using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Where the embedded log is and how long it keeps records.</summary>
public sealed class SqliteEventBusOptions
{
    public const string Section = "EventBus";

    /// <summary>The log's file; its folder is created.</summary>
    [Required]
    public string Path { get; init; } = "data/bus.sqlite";

    /// <summary>How long a record is kept after every group has committed it. Compacted topics keep the latest record of each key for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often the log is cleaned up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CleanupInterval { get; init; } = TimeSpan.FromHours(1);
}
