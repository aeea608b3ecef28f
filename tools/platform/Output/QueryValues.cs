using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Values of DuckDB as text and JSON: lists are arrays, structs and maps are objects, times are ISO 8601.</summary>
internal static class QueryValues
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What makes a field of CSV need quotes.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    public static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal || type == typeof(BigInteger);

    /// <summary>A value that is not null.</summary>
    public static string Text(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFK", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Stream bytes => Hexadecimal(bytes),
        IEnumerable => Json(value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A field as RFC 4180 has it; an empty text is quoted, so that it is not null.</summary>
    public static string CsvField(string text) =>
        text.Length == 0 || text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    public static string JsonRow(IReadOnlyList<string> names, Func<int, object?> value) => Json(json =>
    {
        json.WriteStartObject();
        for (var i = 0; i < names.Count; i++)
        {
            json.WritePropertyName(names[i]);
            Write(json, value(i));
        }

        json.WriteEndObject();
    });

    private static string Json(object value) => Json(json => Write(json, value));

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
            write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double real when double.IsFinite(real):
                json.WriteNumberValue(real);
                break;
            case float real when float.IsFinite(real):
                json.WriteNumberValue(real);
                break;
            case decimal or BigInteger or byte or sbyte or short or ushort or int or uint or long or ulong:
                json.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    json.WritePropertyName(Text(entry.Key));
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case IEnumerable list and not string:
                json.WriteStartArray();
                foreach (var item in list)
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }

    private static string Hexadecimal(Stream bytes)
    {
        using var copy = new MemoryStream();
        bytes.CopyTo(copy);
        return Convert.ToHexStringLower(copy.ToArray());
    }
}
