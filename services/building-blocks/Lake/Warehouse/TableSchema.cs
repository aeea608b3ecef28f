namespace SpotifyPlatform.Lake.Warehouse;

/// <param name="ClusteredBy">Columns by which BigQuery clusters the table; other engines ignore them.</param>
internal sealed record TableSchema(IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> ClusteredBy);

/// <param name="Fields">The fields of a <see cref="ColumnType.Record"/>; else empty.</param>
internal sealed record TableColumn(string Name, ColumnType Type, bool Repeated, IReadOnlyList<TableColumn> Fields);

/// <summary>The types of the lake's columns, named as BigQuery does.</summary>
internal enum ColumnType
{
    String,
    Int64,

    /// <summary>Microseconds, UTC.</summary>
    Timestamp,
    Record,
}
