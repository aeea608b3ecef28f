using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>
/// Walks the rows of the Web API beside those of exports. The Web API does not say how long a track was played: at most its own
/// length, and at most the time since the play before.
/// </summary>
internal sealed class ObservedCursor : IDisposable
{
    private readonly RawStatement rows;
    private readonly ApiMatches matches;
    private readonly TitleKinds kinds;
    private readonly PlayGroup group = new() { Source = PlaySource.Api };
    private bool hasRow;
    private long lastEndMs;

    public ObservedCursor(SqliteConnection connection, TitleKinds kinds, ApiMatches matches)
    {
        (this.matches, this.kinds) = (matches, kinds);
        rows = new RawStatement(
            connection, "SELECT played_at_ms, item_id, title_id, duration_ms, context_type, context_uri FROM observed_play ORDER BY played_at_ms, item_id");
        hasRow = rows.Step();
    }

    /// <summary>The next row that ends before the time, or null.</summary>
    public PlayGroup? MoveTo(long endMs)
    {
        if (!hasRow || rows.Long(0) >= endMs)
            return null;
        var (playedAt, item) = (rows.Long(0), rows.Long(1));
        (group.TsMs, group.Ts, group.ItemId, group.TitleId) = (playedAt, playedAt / 1000, item, rows.Long(2));
        group.MsPlayed = lastEndMs == 0 ? rows.Long(3) : Math.Clamp(playedAt - lastEndMs, 0, rows.Long(3));
        group.Kind = kinds.Of(group.TitleId);
        (group.ContextType, group.ContextUri) = (rows.Text(4), rows.Text(5));
        group.Outcome = matches.IsMatched(playedAt, item) ? PlayOutcome.Superseded : PlayOutcome.Play;
        if (group.Outcome != PlayOutcome.Superseded)
            lastEndMs = playedAt;
        hasRow = rows.Step();
        return group;
    }

    /// <summary>Takes note of a row of an export, whose end limits the length of the next play.</summary>
    public void Passed(PlayGroup play)
    {
        if (play.Outcome != PlayOutcome.Superseded)
            lastEndMs = play.TsMs;
    }

    public void Dispose() => rows.Dispose();
}
