using System.Net;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>An answer as it is stored.</summary>
internal sealed record StoredAnswer(string Account, ApiKind Kind, string Subject, HttpStatusCode Status, string FetchedAt)
{
    public bool IsSuccess => Status is HttpStatusCode.OK or HttpStatusCode.NoContent;

    public bool IsGone => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;
}

/// <summary>
/// Applies an answer to the mapped tables. A function of the answer and of the answers before it, so that a replay of raw answers ends in
/// the same rows.
/// </summary>
internal sealed class AnswerRows(IReadOnlySet<string> brandOwners)
{
    /// <summary>The only source of plays here.</summary>
    public const string Source = "spotify";

    public AppliedCounts Apply(SqliteConnection connection, StoredAnswer answer, MappedAnswer mapped)
    {
        if (!answer.IsSuccess)
            return ApplyRefusal(connection, answer);
        EntityUpserts.Write(connection, mapped, answer.FetchedAt);
        return answer.Kind switch
        {
            ApiKind.Me => ApplyMe(connection, answer, mapped),
            ApiKind.RecentlyPlayed => PlayRows.Apply(connection, answer, mapped),
            ApiKind.MyPlaylists => PlaylistRows.ApplyList(connection, answer, mapped, brandOwners),
            ApiKind.Playlist or ApiKind.PlaylistItems => PlaylistRows.Apply(connection, answer, mapped, brandOwners),
            ApiKind.User => ApplyUser(connection, answer),
            ApiKind.FollowedUsers => ApplyFollowed(connection, answer, mapped),
            ApiKind.Artists or ApiKind.Artist => EnrichedRows.Apply(connection, answer, mapped, EntityKind.Artist),
            ApiKind.Tracks or ApiKind.Track => EnrichedRows.Apply(connection, answer, mapped, EntityKind.Track),
            _ => EnrichedRows.ApplySearch(connection, answer, mapped),
        };
    }

    /// <summary>The account's user, and whom it has to do with: owners of its playlists.</summary>
    private static AppliedCounts ApplyMe(SqliteConnection connection, StoredAnswer answer, MappedAnswer mapped)
    {
        if (mapped.Users is not [var me])
            return default;
        connection.Execute(
            "INSERT INTO api_account VALUES ($account, $user) ON CONFLICT DO UPDATE SET user_id = excluded.user_id", ("$account", answer.Account), ("$user", me.Id));
        connection.Execute("UPDATE users SET is_me = 1, profile_read_at = $at WHERE user_id = $user", ("$user", me.Id), ("$at", answer.FetchedAt));
        connection.Execute(
            """
            INSERT INTO user_relationships(user_id, related_user_id, relationship, last_updated)
            SELECT DISTINCT $user, p.owner_id, 'playlist_owner', $at FROM account_playlists a JOIN playlists p USING (playlist_id)
            WHERE a.account = $account AND p.owner_id IS NOT NULL AND p.owner_id <> $user
            ON CONFLICT DO UPDATE SET last_updated = excluded.last_updated
            """,
            ("$user", me.Id), ("$account", answer.Account), ("$at", answer.FetchedAt));
        return new AppliedCounts(0, 1, false);
    }

    private static AppliedCounts ApplyUser(SqliteConnection connection, StoredAnswer answer)
    {
        connection.Execute("UPDATE users SET profile_read_at = $at WHERE user_id = $user", ("$user", answer.Subject), ("$at", answer.FetchedAt));
        return new AppliedCounts(0, 1, false);
    }

    private static AppliedCounts ApplyFollowed(SqliteConnection connection, StoredAnswer answer, MappedAnswer mapped)
    {
        foreach (var user in mapped.Users)
            connection.Execute(
                """
                INSERT INTO user_relationships(user_id, related_user_id, relationship, last_updated)
                SELECT user_id, $related, 'followed', $at FROM api_account WHERE account = $account
                ON CONFLICT DO UPDATE SET last_updated = excluded.last_updated
                """,
                ("$related", user.Id), ("$account", answer.Account), ("$at", answer.FetchedAt));
        return new AppliedCounts(0, mapped.Users.Count, false);
    }

    /// <summary>404 says that the one thing that was asked for is not there; 403 only that this application does not get a playlist.</summary>
    private static AppliedCounts ApplyRefusal(SqliteConnection connection, StoredAnswer answer)
    {
        switch (answer.Kind)
        {
            case ApiKind.Playlist when answer.IsGone || answer.Status == HttpStatusCode.Forbidden:
                PlaylistRows.Gone(connection, answer);
                break;
            case ApiKind.PlaylistItems when answer.Status == HttpStatusCode.Forbidden:
                PlaylistRows.ItemsRefused(connection, answer);
                break;
            case ApiKind.Artist when answer.IsGone:
                EnrichedRows.NotFound(connection, EntityKind.Artist, answer.Subject, answer.FetchedAt);
                break;
            case ApiKind.Track when answer.IsGone:
                EnrichedRows.NotFound(connection, EntityKind.Track, answer.Subject, answer.FetchedAt);
                break;
        }

        return default;
    }
}
