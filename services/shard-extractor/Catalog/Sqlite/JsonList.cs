using System.Text.Json;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Reads a JSON list of strings from a column. Anything else gives an empty list.</summary>
internal static class JsonList
{
    public static IReadOnlyList<string> Read(string json)
    {
        if (json.Length == 0)
            return [];
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
                return [.. document.RootElement.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)];
        }
        catch (JsonException)
        {
            // Unparseable JSON is treated as empty.
        }

        return [];
    }
}
