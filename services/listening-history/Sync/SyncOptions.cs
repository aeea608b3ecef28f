using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.ListeningHistory.Sync;

/// <summary>How tables are sent to PostgreSQL. Its address comes from <c>POSTGRES_URL</c>.</summary>
public sealed class SyncOptions
{
    public const string Section = "ListeningHistory:Sync";

    /// <summary>Connections that fill and index tables at once while all are replaced.</summary>
    [Range(1, 8)]
    public int Connections { get; init; } = 2;

    /// <summary>How long one attempt to switch may wait for readers; new readers wait behind it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan SwitchLockTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the switch is tried again while readers hold the old tables.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SwitchTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
