using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Ingest;

/// <summary>Reads a row of a kind of file, and writes it with every column in order, so that all engines load the same.</summary>
internal sealed class RowReader(IngestConfig config, TimeProvider clock)
{
    /// <summary>The number of the line that a row comes from.</summary>
    public const string LineColumn = "source_line";

    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);
    private static readonly JsonDocumentOptions Format = new() { MaxDepth = 8 };

    private readonly Dictionary<IngestColumn, Regex> patterns = config.Columns
        .Where(column => column.Pattern is not null)
        .ToDictionary(column => column, column => new Regex($@"\A(?:{column.Pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    /// <summary>Writes the row as one JSON object; fields that the configuration does not name are left out.</summary>
    /// <exception cref="MalformedRowException">The line is no such row.</exception>
    public void Convert(ReadOnlyMemory<byte> line, long number, Utf8JsonWriter writer)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Format);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new MalformedRowException("is no JSON object");
            writer.WriteStartObject();
            foreach (var column in config.Columns)
                Write(column, document.RootElement, column.Name, writer);
            writer.WriteNumber(LineColumn, number);
            writer.WriteEndObject();
            writer.Flush();
        }
        catch (JsonException ex)
        {
            throw new MalformedRowException($"is no JSON: {ex.Message}");
        }
        catch (InvalidOperationException)
        {
            // JsonElement says so of a text with half a surrogate pair.
            throw new MalformedRowException("has a text that is no Unicode");
        }
    }

    private void Write(IngestColumn column, JsonElement parent, string path, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(column.Name);
        var present = parent.TryGetProperty(column.Name, out var value) && value.ValueKind != JsonValueKind.Null;
        if (column.Required && !present)
            throw new MalformedRowException($"has no {path}");
        if (column.Repeated)
            WriteItems(column, present ? value : null, path, writer);
        else if (present)
            WriteValue(column, value, path, writer);
        else
            writer.WriteNullValue();
    }

    private void WriteItems(IngestColumn column, JsonElement? items, string path, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        if (items is { } present)
        {
            if (present.ValueKind != JsonValueKind.Array || present.GetArrayLength() > column.MaxItems)
                throw new MalformedRowException($"needs a list of at most {column.MaxItems} items as {path}");
            foreach (var item in present.EnumerateArray())
                WriteValue(column, item, path, writer);
        }

        writer.WriteEndArray();
    }

    private void WriteValue(IngestColumn column, JsonElement value, string path, Utf8JsonWriter writer)
    {
        switch (column.Type)
        {
            case ColumnType.String when value.ValueKind == JsonValueKind.String:
                writer.WriteStringValue(Text(column, value.GetString()!, path));
                break;
            case ColumnType.Int64 when value.ValueKind == JsonValueKind.Number && TryInteger(value, out var number):
                if (number < column.Min || number > column.Max)
                    throw new MalformedRowException($"has {number} as {path}, which is not in the range {column.Min} to {column.Max}");
                writer.WriteNumberValue(number);
                break;
            case ColumnType.Timestamp when value.ValueKind == JsonValueKind.String:
                writer.WriteStringValue(Time(column, value.GetString()!, path));
                break;
            case ColumnType.Record when value.ValueKind == JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in column.Columns ?? [])
                    Write(field, value, $"{path}.{field.Name}", writer);
                writer.WriteEndObject();
                break;
            default:
                throw new MalformedRowException($"needs {column.Type.ToString().ToUpperInvariant()} as {path}");
        }
    }

    private string Text(IngestColumn column, string text, string path)
    {
        if (text.Length == 0 && column.Required)
            throw new MalformedRowException($"has an empty {path}");
        if (text.Length > column.MaxLength)
            throw new MalformedRowException($"has {text.Length} characters as {path}; {column.MaxLength} are the most");
        return text.Contains('\0', StringComparison.Ordinal) || (patterns.TryGetValue(column, out var pattern) && !pattern.IsMatch(text))
            ? throw new MalformedRowException($"has a {path} that is none")
            : text;
    }

    /// <summary>Whole numbers that a program wrote as 12.0 are whole numbers.</summary>
    private static bool TryInteger(JsonElement value, out long number)
    {
        if (value.TryGetInt64(out number))
            return true;
        if (!value.TryGetDecimal(out var exact) || exact != decimal.Truncate(exact) || exact is < long.MinValue or > long.MaxValue)
            return false;
        number = (long)exact;
        return true;
    }

    private string Time(IngestColumn column, string text, string path)
    {
        if (text.Length > 64 || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            throw new MalformedRowException($"needs a time as {path}, such as 2025-11-09T06:00:00Z");
        return column.Past && time > clock.GetUtcNow() + MaxAhead
            ? throw new MalformedRowException($"has a {path} more than a day ahead of this machine's clock")
            : time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }
}

/// <param name="what">What is wrong, as the rest of a sentence about the line.</param>
internal sealed class MalformedRowException(string what) : Exception(what);
