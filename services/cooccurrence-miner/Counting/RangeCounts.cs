namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// What was found in some rows. Sums over ranges do not depend on how rows are split; pairs are counted in the row of the lower id.
/// </summary>
/// <param name="Rows">Tracks counted.</param>
/// <param name="Neighbours">Written: the best of each track.</param>
/// <param name="Pairs">Pairs that share enough playlists, whether they are among the best or not.</param>
/// <param name="Meetings">The sum of their counts.</param>
/// <param name="Checksum">The sum over them of count (a + 1) (b + 1), a and b being the places of the tracks, modulo 2^64.</param>
internal readonly record struct RangeCounts(long Rows, long Neighbours, long Pairs, long Meetings, ulong Checksum)
{
    public static RangeCounts operator +(RangeCounts a, RangeCounts b) => new(
        a.Rows + b.Rows, a.Neighbours + b.Neighbours, a.Pairs + b.Pairs, a.Meetings + b.Meetings, unchecked(a.Checksum + b.Checksum));
}
