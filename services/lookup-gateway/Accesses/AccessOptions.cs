using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>Section <c>LookupGateway:Accesses</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>Accesses waiting to be published, 24 bytes each; further ones are dropped.</summary>
    [Range(1, 10_000_000)]
    public int QueueCapacity { get; set; } = 100_000;

    /// <summary>Distinct tracks of one event. 4,000 are 120 KB, below the bus's limit for an event.</summary>
    [Range(1, 4_000)]
    public int MaxBatchTracks { get; set; } = 1_000;

    /// <summary>Tracks whose counts are kept in memory, about 80 bytes each. With more, counting begins anew under another producer.</summary>
    [Range(4_000, 10_000_000)]
    public int MaxProducerTracks { get; set; } = 100_000;

    /// <summary>How long accesses are collected for one event.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Limit of one publish. After it the batch is dropped, as are later batches until the bus has answered.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
