using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Writes counts into the manifest.</summary>
internal static class TableCounts
{
    /// <summary>Counts of the manifest with this start say how many values rows lack, by reason.</summary>
    private const string InvalidValues = "invalid_values/";

    /// <param name="leftOut">Rows of the source.</param>
    /// <param name="invalidValues">Values that rows lack.</param>
    public static void Count(this TableWriter writer, DropCounts leftOut, DropCounts invalidValues)
    {
        foreach (var (reason, count) in leftOut.Counts)
            writer.LeaveOut(reason, count);
        foreach (var (reason, count) in invalidValues.Counts)
            writer.Count(InvalidValues + reason, count);
    }
}
