using System.Text.Json;
using SpotifyPlatform.ListeningHistory.Exports;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>Reads bounded JSON, and values from it whatever their form.</summary>
internal static class JsonDocuments
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ScrobbleLimits.MaxDepth, AllowTrailingCommas = true };

    /// <exception cref="ExportRefusedException">It is too large or not JSON.</exception>
    public static JsonDocument Read(ScrobblePart part)
    {
        if (part.Stream.CanSeek && part.Stream.Length > ScrobbleLimits.MaxDocumentBytes)
            throw new ExportRefusedException("file_too_large", $"{part.Name} has more than {ScrobbleLimits.MaxDocumentBytes:N0} bytes. Export a shorter span.");
        try
        {
            return JsonDocument.Parse(part.Stream, Options);
        }
        catch (JsonException ex)
        {
            throw new ExportRefusedException("damaged_json", $"{part.Name} is not complete JSON: line {ex.LineNumber + 1}, byte {ex.BytePositionInLine}. Export it again.", ex);
        }
    }

    /// <summary>Null where the line is not JSON.</summary>
    public static JsonDocument? TryRead(string line)
    {
        try
        {
            return JsonDocument.Parse(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Member(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    /// <summary>A whole number, as number or text; fractions are cut off.</summary>
    public static long? Number(this JsonElement? element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) && Math.Abs(value) < 1e15 => (long)value,
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };
}
