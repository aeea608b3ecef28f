using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Writes counts into the manifest.</summary>
internal static class TableCounts
{
    /// <param name="leftOut">Rows of the source.</param>
    /// <param name="invalidValues">Values that rows lack.</param>
    public static void Count(this TableWriter writer, DropCounts leftOut, DropCounts invalidValues)
    {
        foreach (var (reason, count) in leftOut.Counts)
            writer.LeaveOut(reason, count, leftOut.PositionsOf(reason));
        foreach (var (reason, count) in invalidValues.Counts)
            writer.CountInvalid(reason, count, invalidValues.PositionsOf(reason));
    }
}
