namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Why a catalogue file is refused.</summary>
internal enum CatalogFault
{
    /// <summary>The compressed file ends early.</summary>
    Truncated,

    /// <summary>Not a zstd stream, not a SQLite database, or one with damaged pages.</summary>
    Unreadable,

    /// <summary>It decompresses to more than MaxCatalogRatio allows.</summary>
    TooLarge,

    /// <summary>Its tables and columns match no known schema.</summary>
    SchemaUnknown,

    /// <summary>An index is missing, so that every range would read a whole table.</summary>
    IndexMissing,
}

/// <summary>The reasons of refused tables.</summary>
internal static class CatalogFaults
{
    public static string Reason(this CatalogFault fault) => fault switch
    {
        CatalogFault.Truncated => "catalogue_truncated",
        CatalogFault.TooLarge => "catalogue_too_large",
        CatalogFault.SchemaUnknown => "catalogue_schema_unknown",
        CatalogFault.IndexMissing => "catalogue_index_missing",
        _ => "catalogue_unreadable",
    };
}

/// <summary>A catalogue file cannot be read, and a retry would not help. Refuses the table that is made of it.</summary>
/// <param name="detail">A sentence for the operator: the file, what is wrong, the remedy.</param>
internal sealed class CatalogRefusedException(CatalogFault fault, string detail, Exception? cause = null) : Exception(detail, cause)
{
    public CatalogFault Fault { get; } = fault;
}
