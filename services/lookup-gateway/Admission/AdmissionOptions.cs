using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.LookupGateway.Admission;

/// <summary>
/// Section <c>LookupGateway:Admission</c>. Requests over a limit wait; when the queue is full they end with 503 or RESOURCE_EXHAUSTED.
/// </summary>
public sealed class AdmissionOptions
{
    /// <summary>Searches for similar tracks at a time. A search keeps one processor busy, so more than the processors only adds latency. 0 takes their number.</summary>
    [Range(0, 10_000)]
    public int MaxConcurrentSearches { get; set; }

    [Range(0, 100_000)]
    public int MaxQueuedSearches { get; set; } = 64;

    /// <summary>All other reads at a time; each blocks a thread while the store reads. 0 takes four for each processor.</summary>
    [Range(0, 10_000)]
    public int MaxConcurrentReads { get; set; }

    [Range(0, 100_000)]
    public int MaxQueuedReads { get; set; } = 1_000;
}
