using System.Runtime.InteropServices;
using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.SpotifyApiEnricher.Mapping;

/// <summary>Reads values of an answer as people's programs were broken by them: missing, null, of another type, whole numbers as floats.</summary>
internal static class JsonValues
{
    /// <summary>Characters of the longest text that is kept; a longer one is unknown.</summary>
    private const int MaxText = 4096;
    private const int MaxIdLength = 64;
    private const int MaxImages = 16;

    /// <summary>Whether a text can be an id of a track, artist, album or playlist, and so part of a path.</summary>
    public static bool IsId(string? text) => text is { Length: > 0 and <= MaxIdLength } && text.All(char.IsAsciiLetterOrDigit);

    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 and <= MaxText } text ? text.Replace('\0', '\uFFFD') : null;

    public static string? Id(this JsonElement json, string name = "id") => json.Text(name) is { } id && IsId(id) ? id : null;

    public static bool? Flag(this JsonElement json, string name) => json.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A whole number that is not negative; 4.9E7 is one.</summary>
    public static long? Count(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value
        && WholeNumber.Read(JsonMarshal.GetRawUtf8Value(value), out var number) == WholeNumberKind.Whole && number >= 0 ? number : null;

    /// <summary>The items of an array, nulls included; none where there is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>Images as an array of <c>{url,width,height}</c>; null where the answer has no list of them.</summary>
    public static string? Images(this JsonElement json)
    {
        if (json.Member("images") is not { ValueKind: JsonValueKind.Array })
            return null;
        return JsonSerializer.Serialize(json.Items("images")
            .Where(image => image.Text("url") is not null)
            .Take(MaxImages)
            .Select(image => new { url = image.Text("url"), width = image.Count("width"), height = image.Count("height") }));
    }
}
