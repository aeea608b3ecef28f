namespace SpotifyPlatform.Platform.Verification;

/// <summary>Counts differences, and keeps the first of them.</summary>
internal class Comparison
{
    private const int MaxShown = 20;
    private readonly List<string> shown = [];

    public long Differences { get; private set; }

    /// <summary>The first differences, one sentence each.</summary>
    public IReadOnlyList<string> Shown => shown;

    public void Differ(string subject, string what, string expected, string found) => Add($"{subject}: {what} should be {expected}, is {found}.");

    /// <param name="difference">A sentence.</param>
    public void Add(string difference)
    {
        if (++Differences <= MaxShown)
            shown.Add(difference);
    }

    public void Same<T>(string subject, string what, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            Differ(subject, what, $"{expected}", $"{found}");
    }
}
