using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>
/// Pairs plays that the Web API reported with rows of exports, one to one: the same recording within 5 s first, then the nearest
/// within 30 s. The export's row is kept, with the context that only the Web API knows.
/// </summary>
internal sealed class ApiMatches
{
    private const long NearMs = 5_000;
    private const long FarMs = 30_000;
    private const long MinuteMs = 60_000;

    private readonly HashSet<(long PlayedAtMs, long ItemId)> matched = [];
    private readonly Dictionary<PlayKey, (string? Type, string? Uri)> contexts = [];

    public bool IsMatched(long playedAtMs, long itemId) => matched.Contains((playedAtMs, itemId));

    public (string? Type, string? Uri) ContextOf(PlayGroup play) => contexts.Count == 0 ? default : contexts.GetValueOrDefault(PlayKey.Of(play));

    public static ApiMatches Find(ExportRows exports, SqliteConnection connection)
    {
        var candidates = new List<Candidate>();
        var titles = new StoredTitles(connection);
        foreach (var observed in Observed(connection))
        {
            var title = titles.Get(observed.TitleId);
            var (from, to) = ((observed.PlayedAtMs - FarMs - MinuteMs) / 1000, (observed.PlayedAtMs + FarMs) / 1000);
            foreach (var play in exports.Read(from, to))
                if (Distance(play, observed.PlayedAtMs) is <= FarMs and var distance && title.IsSameRecording(titles.Get(play.TitleId)))
                    candidates.Add(new Candidate(distance <= NearMs ? 0 : 1, distance, observed, PlayKey.Of(play)));
        }

        var matches = new ApiMatches();
        var taken = new HashSet<PlayKey>();
        foreach (var candidate in candidates.OrderBy(c => c.Round).ThenBy(c => c.DistanceMs).ThenBy(c => c.Observed.PlayedAtMs))
            if (!matches.matched.Contains((candidate.Observed.PlayedAtMs, candidate.Observed.ItemId)) && taken.Add(candidate.Play))
            {
                matches.matched.Add((candidate.Observed.PlayedAtMs, candidate.Observed.ItemId));
                matches.contexts[candidate.Play] = (candidate.Observed.ContextType, candidate.Observed.ContextUri);
            }

        return matches;
    }

    /// <summary>Milliseconds between the two ends; a short export knows only the minute.</summary>
    private static long Distance(PlayGroup play, long playedAtMs)
    {
        var latest = play.Source == PlaySource.AccountData ? play.TsMs + MinuteMs : play.TsMs;
        return playedAtMs < play.TsMs ? play.TsMs - playedAtMs : Math.Max(0, playedAtMs - latest);
    }

    private static List<ObservedRow> Observed(SqliteConnection connection) => connection.Query(
        "SELECT played_at_ms, item_id, title_id, context_type, context_uri FROM observed_play ORDER BY played_at_ms, item_id",
        r => new ObservedRow(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.TextOrNull(3), r.TextOrNull(4)));

    private sealed record ObservedRow(long PlayedAtMs, long ItemId, long TitleId, string? ContextType, string? ContextUri);

    private sealed record Candidate(int Round, long DistanceMs, ObservedRow Observed, PlayKey Play);

    private readonly record struct PlayKey(long Ts, long ItemId, long MsPlayed, long OfflineSeconds)
    {
        public static PlayKey Of(PlayGroup play) => new(play.Ts, play.ItemId, play.MsPlayed, play.OfflineSeconds);
    }
}
