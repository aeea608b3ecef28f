namespace SpotifyPlatform.BigQuery;

/// <summary>How requests are made.</summary>
public sealed record CallSettings
{
    /// <summary>Attempts of a request, the first included.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>Before the second attempt; it doubles from there.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between attempts, and the one after a quota was exceeded.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>Of one request with its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a job is waited for; BigQuery ends one after six hours.</summary>
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The longest wait between two looks at a job; the first is after a tenth of a second.</summary>
    public TimeSpan MaxPollDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A longer answer is refused. BigQuery's own limit of a page is 10 MB, or 20 MB in some regions.</summary>
    public int MaxResponseBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of an upload that one request carries, and that are sent again after a fault; a multiple of 256 KiB.</summary>
    public int ChunkBytes { get; init; } = 8 << 20;
}
