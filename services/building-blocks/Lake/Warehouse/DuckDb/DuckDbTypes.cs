namespace SpotifyPlatform.Lake.Warehouse.DuckDb;

/// <summary>Columns of a schema as DuckDB writes them.</summary>
internal static class DuckDbTypes
{
    public static string Columns(TableSchema schema) => string.Join(", ", schema.Columns.Select(column => $"{column.Name} {TypeOf(column)}"));

    /// <summary>As the columns of <c>read_json</c>.</summary>
    public static string JsonColumns(TableSchema schema) => string.Join(", ", schema.Columns.Select(column => $"{column.Name}: '{TypeOf(column)}'"));

    private static string TypeOf(TableColumn column)
    {
        var type = column.Type switch
        {
            ColumnType.String => "VARCHAR",
            ColumnType.Int64 => "BIGINT",
            ColumnType.Timestamp => "TIMESTAMP",
            ColumnType.Record => $"STRUCT({string.Join(", ", column.Fields.Select(field => $"{field.Name} {TypeOf(field)}"))})",
            _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, null),
        };
        return column.Repeated ? type + "[]" : type;
    }
}
