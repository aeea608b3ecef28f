using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>Section <c>LookupGateway:AccessLog</c>.</summary>
public sealed class AccessLogOptions
{
    /// <summary>Notes that wait to be published, 24 bytes each; more are dropped.</summary>
    [Range(1, 10_000_000)]
    public int QueueCapacity { get; set; } = 100_000;

    /// <summary>Tracks of one event; 4,000 are 120 KB, within what an event may have.</summary>
    [Range(1, 4_000)]
    public int MaxBatchTracks { get; set; } = 1_000;

    /// <summary>How long notes are gathered for one event.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the bus may take; then the batch is given up, and so are those that come before it has answered.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
