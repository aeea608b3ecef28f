namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>A listen as other services keep it.</summary>
/// <param name="ListenedAt">Start, Unix seconds.</param>
/// <param name="PlayedMs">Time played, milliseconds; null where the service does not say.</param>
/// <param name="DurationMs">Length of the track, milliseconds.</param>
/// <param name="SpotifyTrackUri">Null for what was not played on Spotify, or where the service does not say.</param>
internal sealed record Scrobble(
    long ListenedAt, string Artist, string Track, string? Album, long? PlayedMs, long? DurationMs, string? SpotifyTrackUri);

/// <summary>The service whose format a file has.</summary>
public enum ScrobbleFormat
{
    /// <summary>JSON Lines of the user's data export (also zipped), the older JSON array, or a submission document.</summary>
    ListenBrainz,

    /// <summary>CSV as the common exporters write it, with or without a line of names.</summary>
    LastFm,

    /// <summary>The JSON of <c>maloja export</c>.</summary>
    Maloja,
}

/// <summary>The content of one file.</summary>
/// <param name="Invalid">The number of each invalid row, and the reason.</param>
internal sealed record ScrobbleFile(string Name, IReadOnlyList<Scrobble> Scrobbles, IReadOnlyList<(int Row, string Reason)> Invalid);
