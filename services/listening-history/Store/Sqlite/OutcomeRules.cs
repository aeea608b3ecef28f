using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>Decides what counts as a play.</summary>
internal sealed class OutcomeRules
{
    private readonly AccountSettings settings;
    private readonly long playedToEnd;
    private readonly List<(long First, long Last)> covered;
    private int at;

    public OutcomeRules(SqliteConnection connection, AccountSettings settings)
    {
        this.settings = settings;
        playedToEnd = connection.Scalar<long>("SELECT label_id FROM label WHERE value = $value", ("$value", SkipRule.PlayedToEnd));
        covered = Covered(connection);
    }

    public PlayGroup Apply(PlayGroup play)
    {
        play.Outcome = play.Source switch
        {
            PlaySource.AccountData or PlaySource.Scrobble when IsCovered(play.Ts) => PlayOutcome.Superseded,
            PlaySource.Api when play.Outcome == PlayOutcome.Superseded => PlayOutcome.Superseded,
            _ => ByKind(play),
        };
        return play;
    }

    private PlayOutcome ByKind(PlayGroup play) => play.Kind switch
    {
        PlayKind.Podcast => PlayOutcome.Podcast,
        PlayKind.Audiobook => PlayOutcome.Audiobook,
        PlayKind.Video => PlayOutcome.Video,
        PlayKind.Local => PlayOutcome.Local,
        PlayKind.Unknown => PlayOutcome.Unknown,
        _ when play.MsPlayed >= settings.MinPlayMs => PlayOutcome.Play,
        _ when settings.CountsShortTracks && playedToEnd != 0 && play.ReasonEndId == playedToEnd => PlayOutcome.Play,
        _ => PlayOutcome.TooShort,
    };

    /// <summary>Whether extended history covers the time. Callers ask in the order of time.</summary>
    private bool IsCovered(long minute)
    {
        while (at < covered.Count && covered[at].Last < minute)
            at++;
        return at < covered.Count && covered[at].First <= minute;
    }

    /// <summary>The spans of files of extended history, from the minute of the first play to that of the last, joined where they overlap.</summary>
    private static List<(long First, long Last)> Covered(SqliteConnection connection)
    {
        var spans = connection.Query(
            "SELECT first_ts, last_ts FROM file WHERE is_video = 0 AND first_ts IS NOT NULL ORDER BY first_ts",
            reader => (First: reader.GetInt64(0) / 60 * 60, Last: reader.GetInt64(1)));
        var joined = new List<(long First, long Last)>();
        foreach (var span in spans)
            if (joined.Count > 0 && span.First <= joined[^1].Last)
                joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, span.Last));
            else
                joined.Add(span);
        return joined;
    }
}
