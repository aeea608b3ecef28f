using SpotifyPlatform.Vectors.Rows;

namespace SpotifyPlatform.Vectors;

/// <summary>When the tail is merged: a long tail costs each search a scan of it, a merge writes every row once.</summary>
/// <param name="Least">Changes below which the tail is left.</param>
/// <param name="Share">Of the base file's rows: one in so many.</param>
internal sealed record MergePolicy(int Least = 32 * 1024, int Share = 32)
{
    /// <summary>Writers that are this much ahead of the merge wait for it, so that the tail's memory is bounded.</summary>
    private const int Patience = 8;

    public bool IsDue(IndexView view) => view.Operations >= Limit(view);

    public bool IsOverdue(IndexView view) => view.Operations >= Patience * Limit(view);

    private long Limit(IndexView view) => Math.Max(Least, (view.Main?.Rows ?? 0) / Share);
}
