namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>What a run is to do after the files are brought.</summary>
/// <param name="VerifyAgain">Hash also what is known to be good, to find damage.</param>
/// <param name="FromPeers">Ask peers for what is missing; without it a run ends with the gaps that it found.</param>
/// <param name="Backup">Copy complete files to the archive.</param>
/// <param name="SeedFor">Seed complete torrents until so long after they were complete; zero for not at all.</param>
/// <param name="SeedUntil">Stop seeding then, also where the goal is not reached; null for the goal alone.</param>
internal sealed record DownloadRequest(bool VerifyAgain, bool FromPeers, bool Backup, TimeSpan SeedFor, DateTimeOffset? SeedUntil = null);

/// <summary>How a run ended.</summary>
/// <param name="Bad">Names of files that were complete, or looked so, and do not hash.</param>
/// <param name="Gaps">What is missing at the end, by the name of the torrent.</param>
/// <param name="Failures">Files and sources that failed.</param>
internal sealed record DownloadReport(
    int Files, int CompleteFiles, IReadOnlyList<BadFile> Bad, IReadOnlyDictionary<string, DownloadGaps> Gaps, IReadOnlyList<string> Failures)
{
    public static DownloadReport Empty { get; } = new(0, 0, [], new Dictionary<string, DownloadGaps>(), []);

    public bool IsComplete => CompleteFiles == Files && Failures.Count == 0;
}

/// <param name="Pieces">Those that do not hash; none where only the length is wrong.</param>
/// <param name="Length">Bytes on the disk; null where there is no file.</param>
internal sealed record BadFile(string Name, IReadOnlyList<int> Pieces, long? Length, long ExpectedLength)
{
    /// <summary>A sentence for the operator.</summary>
    public string Reason => Length is null ? $"{Name} is missing."
        : $"{Name} is bad: {(Pieces.Count == 0 ? "all of its pieces hash" : $"{Pieces.Count} of its pieces do not hash ({string.Join(", ", Pieces.Take(MaxShown))}{(Pieces.Count > MaxShown ? ", ..." : "")})")}"
            + (Length == ExpectedLength ? "." : $", and it has {Length} of {ExpectedLength} bytes.");

    private const int MaxShown = 10;
}
