using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>
/// Writes an account's plays for other services, oldest first: without suspected duplicates, and without private sessions unless asked,
/// because services show what they are given. MusicBrainz recordings are those that xref knows.
/// </summary>
internal sealed class PlayExport(IPublishedTables published)
{
    private const string Sql = """
        SELECT CAST(floor(epoch(p.started_at_utc)) AS BIGINT), p.ms_played, p.track_name, p.artist_name, p.album_name, p.spotify_track_uri,
            t.isrc, t.recording_mbid, t.duration_ms
        FROM plays p
        LEFT JOIN tracks t ON t.spotify_track_uri = p.spotify_track_uri
        WHERE NOT p.suspected_duplicate AND p.track_name IS NOT NULL AND p.artist_name IS NOT NULL
        """;

    /// <param name="format">ListenBrainz as JSON Lines, or Maloja.</param>
    /// <returns>Plays written.</returns>
    public long Write(AccountName account, ScrobbleFormat format, bool withPrivate, DateTimeOffset now, Stream output, CancellationToken cancellationToken)
    {
        using var tables = published.OpenTables(account);
        using var rows = tables.Query($"{Sql} {(withPrivate ? "" : "AND NOT COALESCE(p.incognito_mode, FALSE)")} ORDER BY p.started_at_utc, p.play_id");
        using IPlayWriter writer = format switch
        {
            ScrobbleFormat.ListenBrainz => new ListenBrainzWriter(output),
            ScrobbleFormat.Maloja => new MalojaWriter(output, now),
            _ => throw new ArgumentException($"Plays are not written for {format}. Choose ListenBrainz or Maloja.", nameof(format)),
        };
        var count = 0L;
        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Write(new ExportedPlay(
                rows.GetInt64(0), rows.GetInt64(1), Text(2)!, Text(3)!, Text(4), Text(5), Text(6), Text(7), rows.IsDBNull(8) ? null : rows.GetInt64(8)));
            count++;
        }

        return count;
    }
}

/// <summary>A play as other services take it.</summary>
/// <param name="StartedAt">Unix seconds.</param>
internal sealed record ExportedPlay(
    long StartedAt, long MsPlayed, string Track, string Artist, string? Album, string? SpotifyTrackUri, string? Isrc, string? RecordingMbid, long? DurationMs);

/// <summary>Writes plays in the format of one service; the file is complete after dispose.</summary>
internal interface IPlayWriter : IDisposable
{
    void Write(ExportedPlay play);
}
