using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>Counts the rows of one import among all rows of the account.</summary>
internal sealed class ImportCounter(ImportCounts counts, long importId, HashSet<long> files, HashSet<long> newFiles)
{
    private (long Ts, long Item) lastOfOthers;

    public void Count(IEnumerable<PlayGroup> groups)
    {
        foreach (var group in groups)
            if (group.Files.Any(file => files.Contains(file.FileId)))
                Count(group);
            else
                lastOfOthers = (group.Ts, group.ItemId);
    }

    private void Count(PlayGroup group)
    {
        var total = group.TimesIn(import => import == importId);
        var before = group.TimesIn(import => import != importId);
        var fresh = group.Files.TrueForAll(file => newFiles.Contains(file.FileId)) ? total : Math.Max(0, total - before);
        counts.New += fresh;
        counts.Known += total - fresh;
        counts[group.Outcome] += total;
        if (group.Flags.Value(PlayFlags.Incognito) == true)
            counts.Private += total;
        if (group.IsSuspectedDuplicate)
            counts.SuspectedDuplicates += total;
        if (fresh > 0 && lastOfOthers.Item != group.ItemId && lastOfOthers.Ts * 1000 > group.StartedAtMs && lastOfOthers.Ts < group.Ts)
            counts.Overlapping += fresh;
        if (fresh == 0)
            lastOfOthers = (group.Ts, group.ItemId);
    }
}
