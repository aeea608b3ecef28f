using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.BigQuery.Rest;

namespace SpotifyPlatform.BigQuery;

/// <summary>A row of a result: STRING and JSON are <see cref="string"/>, INT64 <see cref="long"/>, FLOAT64 <see cref="double"/>, BOOL <see cref="bool"/>, NUMERIC
/// <see cref="decimal"/>, TIMESTAMP <see cref="DateTimeOffset"/>, DATE <see cref="DateOnly"/>, BYTES an array; a repeated column is an array, a record a dictionary; other types are their texts.</summary>
public sealed class BigQueryRow
{
    private readonly RowData row;

    internal BigQueryRow(TableSchema schema, RowData row)
    {
        (Schema, this.row) = (schema, row);
        if (row.F?.Count != schema.Fields?.Count)
            throw new BigQueryException(BigQueryErrorKind.InvalidResponse, $"A row has {row.F?.Count ?? 0} cells; its schema has {schema.Fields?.Count ?? 0} columns.");
    }

    public TableSchema Schema { get; }

    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="BigQueryException">The cell is no value of its column.</exception>
    public object? this[string column]
    {
        get
        {
            for (var i = 0; i < Schema.Fields!.Count; i++)
                if (Schema.Fields[i]?.Name == column)
                    return this[i];
            throw new KeyNotFoundException($"The result has no column '{column}'.");
        }
    }

    /// <inheritdoc cref="this[string]"/>
    public object? this[int column] => Cells.Read(Schema.Fields![column], row.F![column]?.V ?? default);

    /// <summary>All values, in the order of the columns.</summary>
    public object?[] ToArray() => [.. Enumerable.Range(0, Schema.Fields?.Count ?? 0).Select(i => this[i])];
}
