namespace SpotifyPlatform.Platform.Verification;

/// <summary>Counts of compared answers, and the differences.</summary>
internal sealed class TruthReport
{
    private const int MaxShown = 20;
    private readonly List<string> shown = [];

    public long Tracks { get; set; }

    public long Sections { get; set; }

    public long Pairs { get; set; }

    public long Neighbours { get; set; }

    public long Differences { get; private set; }

    /// <summary>The first differences, one sentence each.</summary>
    public IReadOnlyList<string> Shown => shown;

    public void Differ(string subject, string what, string expected, string found)
    {
        if (++Differences <= MaxShown)
            shown.Add($"{subject}: {what} should be {expected}, is {found}.");
    }

    public void Same<T>(string subject, string what, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            Differ(subject, what, $"{expected}", $"{found}");
    }
}
