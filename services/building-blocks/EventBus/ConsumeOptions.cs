using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.EventBus;

/// <summary>How consumers work: each topic of a group by itself, not all together.</summary>
public sealed class ConsumeOptions
{
    public const string Section = "EventBus";

    /// <summary>Records received and not yet handled, over all partitions of a topic. With <see cref="OutgoingEvent.MaxBytes"/> this bounds the memory.</summary>
    [Range(1, 10_000)]
    public int MaxInFlight { get; init; } = 64;

    /// <summary>Partitions of a topic that are handled at the same time.</summary>
    [Range(1, 256)]
    public int Parallelism { get; init; } = 2;

    /// <summary>How long one request for records waits for the first.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan PollWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A partition with more to do commits at least this often; one that has caught up commits at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a handler may finish what it works on when its partition is revoked; then the work is dropped and comes again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:04:00")]
    public TimeSpan RevokeTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The first wait after a transient fault; the next are longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often lag and dead letters are read for the gauges.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BacklogInterval { get; init; } = TimeSpan.FromSeconds(30);
}
