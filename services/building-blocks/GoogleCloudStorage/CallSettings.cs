namespace SpotifyPlatform.GoogleCloudStorage;

/// <summary>How requests are made. Constants but in tests.</summary>
internal sealed record CallSettings
{
    /// <summary>All attempts; an attempt that moved bytes is not counted.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>Before the second attempt; it doubles from there.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of one request, and of each wait for more bytes of an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of an upload that one request carries, and that are sent again after a fault; a multiple of 256 KiB.</summary>
    public int ChunkBytes { get; init; } = 8 << 20;
}
