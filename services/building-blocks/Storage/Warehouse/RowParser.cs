using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Warehouse;

/// <summary>
/// Turns the lines of a track into rows' values. A property is a column; an absent one is null. A property without a column, a second value for a
/// column and a value of another type are refused.
/// </summary>
internal sealed class RowParser(AnalysisColumn[] columns, TrackId track)
{
    // Rows are flat.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1 };

    private readonly object?[] values = new object?[columns.Length];

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

        return values[0] is null ? throw Fault(columns[0], "is missing") : values;
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
                throw Fault(columns[column], "has a second value");
            seen |= 1u << column;
            expected = column + 1;
            reader.Read();
            values[column] = reader.TokenType == JsonTokenType.Null ? null : Value(ref reader, columns[column]);
        }

        // Reads on behind the object: only white space may follow.
        reader.Read();
    }

    /// <param name="expected">The column that stands here when the properties are in the table's order.</param>
    private int Find(ref Utf8JsonReader reader, int expected)
    {
        if (expected < columns.Length && reader.ValueTextEquals(columns[expected].Utf8Name))
            return expected;
        for (var i = 0; i < columns.Length; i++)
            if (reader.ValueTextEquals(columns[i].Utf8Name))
                return i;
        throw new RowFormatException($"there is no column for the property at byte {reader.TokenStartIndex}");
    }

    private object Value(ref Utf8JsonReader reader, AnalysisColumn column)
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

    private string Id(string text, AnalysisColumn column)
    {
        if (!TrackId.TryParse(text, out TrackId id))
            throw Fault(column, "is not a Spotify id");
        return id == track ? text : throw Fault(column, $"is {text}");
    }

    private static string Text(ref Utf8JsonReader reader, AnalysisColumn column)
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

    private static RowFormatException Fault(AnalysisColumn column, string reason) => new($"column {column.Name} {reason}");
}
