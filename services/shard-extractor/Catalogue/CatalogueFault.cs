namespace SpotifyPlatform.ShardExtractor.Catalogue;

/// <summary>Why a catalogue file is refused.</summary>
internal enum CatalogueFault
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
internal static class CatalogueFaults
{
    public static string Reason(this CatalogueFault fault) => fault switch
    {
        CatalogueFault.Missing => "catalogue_missing",
        CatalogueFault.Changed => "catalogue_changed",
        CatalogueFault.Truncated => "catalogue_truncated",
        CatalogueFault.TooLarge => "catalogue_too_large",
        CatalogueFault.SchemaUnknown => "catalogue_schema_unknown",
        CatalogueFault.IndexMissing => "catalogue_index_missing",
        _ => "catalogue_unreadable",
    };
}

/// <summary>A catalogue file that no retry will make readable. Caught once, where the file's event is handled.</summary>
/// <param name="detail">A sentence for the operator: the file, what is wrong, the remedy.</param>
internal sealed class CatalogueRefusedException(CatalogueFault fault, string detail, Exception? cause = null) : Exception(detail, cause)
{
    public CatalogueFault Fault { get; } = fault;
}
