using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery.Rest;

/// <summary>Turns the cells of a result into values. On the wire every plain value is a string.</summary>
internal static class Cells
{
    private const int MaxDepth = 16;

    /// <exception cref="BigQueryException">The cell is no value of its column.</exception>
    public static object? Read(TableFieldSchema? field, JsonElement value) => Read(field, value, MaxDepth);

    private static object? Read(TableFieldSchema? field, JsonElement value, int depth)
    {
        if (field?.Type is null || depth == 0)
            throw Invalid(field, "has no type");
        if (!field.IsRepeated)
            return One(field, value, depth);
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return Array.Empty<object?>();
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(item => One(field, Inner(field, item, "v"), depth - 1)).ToArray()
            : throw Invalid(field, "is no list");
    }

    private static object? One(TableFieldSchema field, JsonElement value, int depth)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return null;
        if (field.Type is "RECORD" or "STRUCT")
            return Record(field, Inner(field, value, "f"), depth);
        try
        {
            return value.ValueKind == JsonValueKind.String ? Plain(field, value.GetString()!) : throw Invalid(field, "is no text");
        }
        // A text that is no UTF-16.
        catch (InvalidOperationException ex)
        {
            throw Invalid(field, $"is no text: {Answers.Line(ex.Message)}");
        }
    }

    private static Dictionary<string, object?> Record(TableFieldSchema field, JsonElement cells, int depth)
    {
        if (cells.ValueKind != JsonValueKind.Array || cells.GetArrayLength() != (field.Fields?.Count ?? 0))
            throw Invalid(field, "has other columns than its schema");
        var record = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < field.Fields!.Count; i++)
            record[field.Fields[i]?.Name ?? throw Invalid(field, "has a column without a name")] = Read(field.Fields[i], Inner(field, cells[i], "v"), depth - 1);
        return record;
    }

    private static JsonElement Inner(TableFieldSchema field, JsonElement cell, string name) =>
        cell.ValueKind == JsonValueKind.Object && cell.TryGetProperty(name, out var inner) ? inner : throw Invalid(field, $"has a cell without '{name}'");

    private static object Plain(TableFieldSchema field, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        return field.Type switch
        {
            "INTEGER" or "INT64" => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? number : throw Invalid(field, "is no whole number"),
            "FLOAT" or "FLOAT64" => Real(text) ?? throw Invalid(field, "is no number"),
            "BOOLEAN" or "BOOL" => bool.TryParse(text, out var flag) ? flag : throw Invalid(field, "is neither true nor false"),
            "NUMERIC" => decimal.TryParse(text, NumberStyles.Number, culture, out var exact) ? exact : throw Invalid(field, "is no number"),
            "DATE" => DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date : throw Invalid(field, "is no date"),
            "TIMESTAMP" => Timestamp(text) ?? throw Invalid(field, "is no time"),
            "BYTES" => Base64(text) ?? throw Invalid(field, "is no base64"),
            _ => text,
        };
    }

    private static double? Real(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" or "inf" => double.PositiveInfinity,
        "-Infinity" or "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
    };

    /// <summary>Microseconds since 1970, as they were asked for. An emulator may write seconds, with a point or an exponent.</summary>
    private static DateTimeOffset? Timestamp(string text)
    {
        var isMicroseconds = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds);
        if (!isMicroseconds)
        {
            if (Real(text) is not { } seconds || Math.Abs(seconds) > 1e12)
                return null;
            microseconds = (long)Math.Round(seconds * 1e6);
        }

        const long earliest = -62_135_596_800_000_000, latest = 253_402_300_799_999_999;
        return microseconds is >= earliest and <= latest ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;
    }

    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : null;
    }

    private static BigQueryException Invalid(TableFieldSchema? field, string what) => new(
        BigQueryErrorKind.InvalidResponse, $"A cell of column {Answers.Line(field?.Name ?? "(without a name)").TrimEnd('.')} {what}.");
}
