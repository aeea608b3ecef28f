using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>One identity with the rows of all files that contain it. The reader reuses one instance: it is valid until the next one.</summary>
internal sealed class PlayGroup
{
    /// <summary>End of the play, Unix seconds.</summary>
    public long Ts { get; set; }

    /// <summary>The same with the milliseconds that the Web API gives.</summary>
    public long TsMs { get; set; }

    public long ItemId { get; set; }

    public long MsPlayed { get; set; }

    public long OfflineSeconds { get; set; }

    public long OfflineMs { get; set; }

    public PlaySource Source { get; set; }

    public PlayKind Kind { get; set; }

    public long TitleId { get; set; }

    public long PlatformId { get; set; }

    public long CountryId { get; set; }

    public long ReasonStartId { get; set; }

    public long ReasonEndId { get; set; }

    public PlayFlags Flags { get; set; }

    /// <summary>How many plays it is: more than one only for short exports, which are exact to the minute.</summary>
    public long Times { get; set; } = 1;

    public PlayOutcome Outcome { get; set; }

    public bool IsSuspectedDuplicate { get; set; }

    public string? ContextType { get; set; }

    public string? ContextUri { get; set; }

    public long StartedAtMs => StartOfPlay.Ms(TsMs, MsPlayed, OfflineMs);

    /// <summary>The files that hold the row, and how often; none for rows of the Web API.</summary>
    public List<FileOfPlay> Files { get; } = [];

    /// <summary>
    /// How often the play happened according to the given imports. Files of one set are parts of one list, so their numbers add up;
    /// different sets describe the same plays, so the highest number counts.
    /// </summary>
    public long TimesIn(Predicate<long> isAsked)
    {
        if (Source == PlaySource.AccountData)
            return TimesOfMinute(isAsked);
        foreach (var file in Files)
            foreach (var set in file.Sets)
                if (isAsked(set.ImportId))
                    return 1;
        return 0;
    }

    private long TimesOfMinute(Predicate<long> isAsked)
    {
        var bySet = new Dictionary<ImportSet, long>();
        foreach (var file in Files)
            foreach (var set in file.Sets)
                if (isAsked(set.ImportId))
                    bySet[set] = bySet.GetValueOrDefault(set) + file.Times;
        return bySet.Count == 0 ? 0 : bySet.Values.Max();
    }
}

/// <summary>A file that holds a row.</summary>
/// <param name="Times">How often the file contains the row.</param>
/// <param name="Sets">The sets that the file is part of.</param>
internal readonly record struct FileOfPlay(long FileId, long Times, List<ImportSet> Sets);

/// <summary>A list of rows in one or more files of an import.</summary>
internal readonly record struct ImportSet(long ImportId, long Set);
