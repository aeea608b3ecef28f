using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.Lake.Warehouse.BigQuery;

/// <summary>Columns of a schema as BigQuery's API writes them.</summary>
internal static class BigQuerySchema
{
    public static SpotifyPlatform.BigQuery.Data.TableSchema Of(TableSchema schema) => new() { Fields = Fields(schema.Columns) };

    private static TableFieldSchema[] Fields(IReadOnlyList<TableColumn> columns) =>
    [
        .. columns.Select(column => new TableFieldSchema
        {
            Name = column.Name,
            Type = column.Type.ToString().ToUpperInvariant(),
            Mode = column.Repeated ? "REPEATED" : "NULLABLE",
            Fields = column.Type == ColumnType.Record ? Fields(column.Fields) : null,
        }),
    ];
}
