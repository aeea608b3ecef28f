using System.Text.Json;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Reads a JSON list of strings from a column. Anything else gives an empty list; elements that are no strings are passed over.</summary>
internal static class JsonList
{
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return [];
        var list = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(utf8);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return list;
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    reader.Skip();
                else if (reader.TokenType == JsonTokenType.String)
                    list.Add(reader.GetString()!);
            return list;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // Unparseable JSON is treated as empty; the second exception is that of a string that is no UTF-8.
            return [];
        }
    }
}
