using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

internal static class CatalogRefusals
{
    /// <summary>Counts the refused file; the exception refuses the table that is made of it.</summary>
    public static TableRefusedException Refuse(this CatalogRefusedException ex, ShardExtractorMetrics metrics)
    {
        metrics.FileRefused(ex.Fault.Reason());
        return new TableRefusedException(ex.Fault.Reason(), ex.Message, ex);
    }
}
