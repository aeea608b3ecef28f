using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>Counts the rows of one import among all rows of the account.</summary>
internal sealed class ImportCounter(ImportCounts counts, long importId, HashSet<long> files, HashSet<long> newFiles)
{
    private readonly Predicate<long> isThis = import => import == importId;
    private readonly Predicate<long> isOther = import => import != importId;
    private readonly Predicate<FileOfPlay> isOfImport = file => files.Contains(file.FileId);
    private readonly Predicate<FileOfPlay> isNew = file => newFiles.Contains(file.FileId);
    private (long Ts, long Item) lastOfOthers;

    public void Count(IEnumerable<PlayGroup> groups)
    {
        foreach (var group in groups)
            if (group.Files.Exists(isOfImport))
                Count(group);
            else
                lastOfOthers = (group.Ts, group.ItemId);
    }

    private void Count(PlayGroup group)
    {
        var total = group.TimesIn(isThis);
        var before = group.TimesIn(isOther);
        var fresh = group.Files.TrueForAll(isNew) ? total : Math.Max(0, total - before);
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
