using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.ListeningHistory;

/// <summary>Where listening histories are stored, and the default settings of accounts.</summary>
public sealed class ListeningHistoryOptions
{
    public const string Section = "ListeningHistory";

    /// <summary>One folder per account: <c>ACCOUNT/listening.sqlite</c> and <c>ACCOUNT/spotify.duckdb</c>.</summary>
    [Required]
    public string DataFolder { get; init; } = Path.Combine("data", "listening");

    /// <summary>IANA name of the time zone of dates and hours.</summary>
    [Required]
    public string TimeZone { get; init; } = "America/Toronto";

    /// <summary>Milliseconds from which a row counts as a play; shorter rows are kept as skips.</summary>
    [Range(0, 3_600_000)]
    public long MinPlayMs { get; init; } = 30_000;

    /// <summary>Whether tracks shorter than <see cref="MinPlayMs"/> count when they were played to their end.</summary>
    public bool CountsShortTracks { get; init; }

    /// <summary>Whether date and hour of a play are those of its start. The end is what exports state exactly.</summary>
    public bool DatesByStart { get; init; }

    /// <summary>Whether an edge authenticates callers and sets <c>x-accounts</c>. Without one only callers of the same machine are served.</summary>
    public bool BehindEdge { get; init; }

    /// <summary>Maximum bytes of an uploaded export.</summary>
    [Range(1, 1L << 40)]
    public long MaxUploadBytes { get; init; } = 2L << 30;
}
