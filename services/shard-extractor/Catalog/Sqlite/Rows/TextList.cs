using System.Text;
using System.Text.Json;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Reads a list of texts from a column: JSON, or as Python prints it.</summary>
internal static class TextList
{
    /// <summary>The elements; null for one that is no text.</summary>
    /// <param name="invalid">Counts a value that is no such list, which is read as empty.</param>
    public static IReadOnlyList<string?> Read(ReadOnlySpan<byte> utf8, DropCounts invalid)
    {
        utf8 = utf8.Trim(" \t\r\n"u8);
        if (utf8.IsEmpty || utf8.SequenceEqual("null"u8) || utf8.SequenceEqual("None"u8))
            return [];
        var list = new List<string?>();
        if (TryReadJson(utf8, list))
            return list;
        list.Clear();
        if (PythonList.TryRead(Encoding.UTF8.GetString(utf8), list))
            return list;
        invalid.Add(DropReasons.ListInvalid);
        return [];
    }

    private static bool TryReadJson(ReadOnlySpan<byte> utf8, List<string?> list)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                list.Add(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);
                reader.Skip();
            }

            return !reader.Read();
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // The second is that of a string that is no UTF-8.
            return false;
        }
    }
}
