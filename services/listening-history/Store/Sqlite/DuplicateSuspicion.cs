namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>
/// Finds plays that cannot both have happened: the same item for the same time, the second ending sooner after the first than it
/// took to play. Spotify sometimes writes such rows (a play of 99 minutes twice, 78 s apart).
/// </summary>
internal sealed class DuplicateSuspicion
{
    private const long ToleranceMs = 5_000;
    private const int PruneAt = 4096;
    private readonly Dictionary<(long Item, long MsPlayed), long> lastEnds = [];
    private int pruneAt = PruneAt;

    public bool IsRepeat(PlayGroup play)
    {
        if (play.MsPlayed <= ToleranceMs || play.Kind == Plays.PlayKind.Unknown)
            return false;
        var key = (play.ItemId, play.MsPlayed);
        if (lastEnds.TryGetValue(key, out var last) && play.TsMs - last < play.MsPlayed - ToleranceMs)
            return true;
        lastEnds[key] = play.TsMs;
        if (lastEnds.Count >= pruneAt)
            Prune(play.TsMs);
        return false;
    }

    private void Prune(long now)
    {
        foreach (var (key, end) in lastEnds)
            if (now - end >= key.MsPlayed)
                lastEnds.Remove(key);
        pruneAt = Math.Max(PruneAt, lastEnds.Count * 2);
    }
}
