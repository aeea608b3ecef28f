namespace SpotifyPlatform.Platform.Inspection;

/// <summary>What a SQLite file holds. Names and values have no control characters.</summary>
/// <param name="NotRead">Views and virtual tables, which can run arbitrary code.</param>
/// <param name="IsCut">Whether more tables are left out.</param>
internal sealed record DatabaseReport(string File, long Bytes, IReadOnlyList<TableDescription> Tables, IReadOnlyList<string> NotRead, bool IsCut);

/// <param name="Rows">Null where the table's pages are damaged.</param>
/// <param name="Indexed">Columns that an index begins with.</param>
internal sealed record TableDescription(string Name, RowEstimate? Rows, IReadOnlyList<ColumnDescription> Columns, IReadOnlyList<string> Indexed)
{
    public IReadOnlyList<string> SampleColumns { get; init; } = [];

    /// <summary>First rows; a null is NULL.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> Samples { get; init; } = [];
}

/// <param name="Type">As declared; SQLite holds no value to it.</param>
internal sealed record ColumnDescription(string Name, string Type, bool IsKey, bool IsGenerated);
