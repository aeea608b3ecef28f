namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Why a catalogue file is refused.</summary>
internal enum CatalogFault
{
    /// <summary>The file is not where it was.</summary>
    Missing,

    /// <summary>The bytes are not those that were verified.</summary>
    Changed,

    /// <summary>The compressed file ends early.</summary>
    Truncated,

    /// <summary>Not a zstd stream or not a SQLite database, or one with broken pages.</summary>
    Unreadable,

    /// <summary>It decompresses to implausibly much.</summary>
    TooLarge,

    /// <summary>Its tables and columns are those of no known form.</summary>
    SchemaUnknown,

    /// <summary>An index is missing without which every range would read a whole table.</summary>
    IndexMissing,
}

/// <summary>The names of the faults in dead letters.</summary>
internal static class CatalogFaults
{
    public static string Reason(this CatalogFault fault) => fault switch
    {
        CatalogFault.Missing => "catalogue_missing",
        CatalogFault.Changed => "catalogue_changed",
        CatalogFault.Truncated => "catalogue_truncated",
        CatalogFault.TooLarge => "catalogue_too_large",
        CatalogFault.SchemaUnknown => "catalogue_schema_unknown",
        CatalogFault.IndexMissing => "catalogue_index_missing",
        _ => "catalogue_unreadable",
    };
}

/// <summary>A catalogue file that no retry will make readable. Caught once, where the file's event is handled.</summary>
/// <param name="detail">A sentence for the operator: the file, what is wrong, the remedy.</param>
internal sealed class CatalogRefusedException(CatalogFault fault, string detail, Exception? cause = null) : Exception(detail, cause)
{
    public CatalogFault Fault { get; } = fault;
}
