namespace SpotifyPlatform.TableSql.Export;

/// <summary>The format of an export's files.</summary>
public enum ExportFormat
{
    /// <summary>Compressed with zstd.</summary>
    Parquet,

    /// <summary>With a header; null is an empty field, and an empty text is quoted.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Ndjson,
}
