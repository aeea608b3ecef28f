namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Limits on rows.</summary>
internal static class CatalogTables
{
    /// <summary>Bytes of a value; a longer one is left out. Real rows have some hundred bytes.</summary>
    public const int MaxValueBytes = 256 << 10;
}
