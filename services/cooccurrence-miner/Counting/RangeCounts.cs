namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// Totals of some rows. Sums over ranges do not depend on how rows are split. A pair is counted in the row of its lower id.
/// </summary>
/// <param name="Rows">Tracks counted.</param>
/// <param name="Neighbours">Neighbours written: the best of each track.</param>
/// <param name="Pairs">Pairs that share enough playlists, including those that are not among the best.</param>
/// <param name="TotalCount">The sum of the counts of <paramref name="Pairs"/>.</param>
/// <param name="Checksum">The sum over them of count (a + 1) (b + 1), a and b being the ordinals of the tracks, modulo 2^64.</param>
internal readonly record struct RangeCounts(long Rows, long Neighbours, long Pairs, long TotalCount, ulong Checksum)
{
    public static RangeCounts operator +(RangeCounts a, RangeCounts b) => new(
        a.Rows + b.Rows, a.Neighbours + b.Neighbours, a.Pairs + b.Pairs, a.TotalCount + b.TotalCount, unchecked(a.Checksum + b.Checksum));
}
