using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>What publishing and answering may take.</summary>
public sealed class PublishingOptions
{
    public const string Section = "ListeningHistory:Publishing";

    /// <summary>Bytes that DuckDB may use for each open account, and while a file is built; past it, it spills beside the file.</summary>
    [Range(64L * 1024 * 1024, 1L << 40)]
    public long MaxMemoryBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Threads of a query; 0 takes as many as there are processors.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Accounts whose file stays open between questions; past it the one asked longest ago is closed.</summary>
    [Range(1, 10_000)]
    public int MaxOpenAccounts { get; init; } = 16;

    /// <summary>How long a publication waits for another process that publishes the same account.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
