using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Sqlite.Stores.Warehouse;

/// <summary>
/// Turns a line into a row's values. A property is a column; an absent or null one is NULL. What the table has no column
/// for, a second value for a column and a value of another type are refused.
/// </summary>
internal sealed class RowParser(WarehouseTable table, ShardId shard)
{
    // Rows are flat.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1 };

    private readonly object?[] values = new object?[table.Columns.Length];

    /// <summary>The last row's key, for messages.</summary>
    public string Key => string.Join(" ", values.Take(table.KeyColumns));

    /// <returns>The values in the order of the columns; valid until the next call.</returns>
    /// <exception cref="RowFormatException">The line is no row.</exception>
    public ReadOnlySpan<object?> Parse(ReadOnlySpan<byte> line)
    {
        Array.Clear(values);
        try
        {
            ReadObject(line);
        }
        catch (JsonException ex)
        {
            throw new RowFormatException($"not a JSON object of plain values: {ex.Message}", ex);
        }

        for (var i = 0; i < table.KeyColumns; i++)
            if (values[i] is null)
                throw Fault(table.Columns[i], "is missing");
        return values;
    }

    private void ReadObject(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, Options);
        var seen = 0u;
        var expected = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new RowFormatException("not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = Find(ref reader, expected);
            if ((seen & (1u << column)) != 0)
                throw Fault(table.Columns[column], "has a second value");
            seen |= 1u << column;
            expected = column + 1;
            reader.Read();
            values[column] = reader.TokenType == JsonTokenType.Null ? null : Value(ref reader, table.Columns[column]);
        }

        // Reads on behind the object: anything but white space there is a ex.
        reader.Read();
    }

    /// <param name="expected">The column that stands here when the properties are in the table's order.</param>
    private int Find(ref Utf8JsonReader reader, int expected)
    {
        if (expected < table.Columns.Length && reader.ValueTextEquals(table.Columns[expected].Utf8Name))
            return expected;
        for (var i = 0; i < table.Columns.Length; i++)
            if (reader.ValueTextEquals(table.Columns[i].Utf8Name))
                return i;
        throw new RowFormatException($"{table.Name} has no column for the property at byte {reader.TokenStartIndex}");
    }

    private object Value(ref Utf8JsonReader reader, Column column)
    {
        var number = reader.TokenType == JsonTokenType.Number;
        switch (column.Type)
        {
            case ColumnType.Real when number && reader.TryGetDouble(out var real) && double.IsFinite(real):
                return real;
            case ColumnType.Integer when number && WholeNumber.Read(reader.ValueSpan, out var integer) == WholeNumberKind.Whole:
                return integer;
            case ColumnType.Text when reader.TokenType == JsonTokenType.String:
                return Text(ref reader, column);
            case ColumnType.Id when reader.TokenType == JsonTokenType.String:
                return Id(Text(ref reader, column), column);
            default:
                throw Fault(column, $"is not a value of type {column.Type}");
        }
    }

    private string Id(string text, Column column)
    {
        if (!TrackId.TryParse(text, out TrackId id))
            throw Fault(column, "is not a Spotify id");
        return shard.Holds(id) ? text : throw Fault(column, $"is {text}, which shard {shard} does not hold");
    }

    private static string Text(ref Utf8JsonReader reader, Column column)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException ex)
        {
            throw new RowFormatException($"column {column.Name} is not Unicode text", ex);
        }
    }

    private static RowFormatException Fault(Column column, string reason) => new($"column {column.Name} {reason}");
}
