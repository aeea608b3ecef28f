
namespace SpotifyPlatform.Vectors.Generations;

/// <summary>Decides when the tail is merged. Every search scans the tail; a merge rewrites all rows.</summary>
/// <param name="MinChanges">The tail is not merged below this number of changes.</param>
/// <param name="RowsPerChange">The tail is merged when the base file has at most this many rows per change.</param>
internal sealed record MergePolicy(int MinChanges = 32 * 1024, int RowsPerChange = 32)
{
    /// <summary>Writers wait for the merge when the tail reaches this multiple of the limit, so that its memory is bounded.</summary>
    private const int OverdueFactor = 8;

    public bool IsDue(IndexView view) => view.Operations >= Limit(view);

    public bool IsOverdue(IndexView view) => view.Operations >= OverdueFactor * Limit(view);

    private long Limit(IndexView view) => Math.Max(MinChanges, (view.Main?.Rows ?? 0) / RowsPerChange);
}
