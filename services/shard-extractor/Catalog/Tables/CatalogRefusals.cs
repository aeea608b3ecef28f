using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Refuses a table for the reason for which its file cannot be read.</summary>
internal static class CatalogRefusals
{
    public static TableRefusedException Refused(this CatalogRefusedException ex) => new(ex.Fault.Reason(), ex.Message, ex);
}
