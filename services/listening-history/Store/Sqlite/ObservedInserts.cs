using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>Keeps plays of the Web API. The API sometimes returns the last play again, so a stored play is not changed.</summary>
internal static class ObservedInserts
{
    public static int Run(SqliteConnection connection, IReadOnlyList<ObservedPlay> plays)
    {
        using var names = new StoredNames(connection);
        using var insert = connection.Statement(
            """
            INSERT OR IGNORE INTO observed_play(played_at_ms, item_id, title_id, duration_ms, context_type, context_uri)
            VALUES ($played_at, $item, $title, $duration, $type, $uri)
            """,
            "$played_at", "$item", "$title", "$duration", "$type", "$uri");
        var added = 0;
        foreach (var play in plays)
        {
            var kind = play.Uri.StartsWith("spotify:local:", StringComparison.Ordinal) ? PlayKind.Local : PlayKind.Music;
            var (title, item) = names.Resolve(play.Uri, kind, play.TrackName, play.ArtistName, play.AlbumName, play.Uri);
            added += insert.Run(play.PlayedAtMs, item, title, play.DurationMs, play.ContextType, play.ContextUri);
        }

        return added;
    }
}
