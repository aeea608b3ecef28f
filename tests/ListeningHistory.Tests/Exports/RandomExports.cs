using System.Globalization;
using System.Text;
using System.Text.Json;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Tests.Exports;

/// <summary>Rows of many layouts, and what a reader of documents finds in them.</summary>
internal static class RandomExports
{
    private static readonly string[] Texts = ["Song", "Überlänge", "日本", "a \"quoted\" name", "back\\slash", "tab\tname", "🎵 emoji", "", "x"];

    public static string Write(Random random, int rows)
    {
        var json = new StringBuilder("[");
        var pretty = random.Next(2) == 0;
        for (var row = 0; row < rows; row++)
        {
            // Layouts last for some rows, as in real files, and then change.
            if (random.Next(12) == 0)
                pretty = !pretty;
            json.Append(row == 0 ? "" : pretty ? ",\n  " : ",").Append(Row(random, pretty));
        }

        return json.Append(']').ToString();
    }

    public static string Read(JsonElement row)
    {
        var ts = DateTimeOffset.Parse(row.GetProperty("ts").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var offline = row.TryGetProperty("offline_timestamp", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
        return string.Join('|', ts, row.GetProperty("ms_played").GetInt64(), Text(row, "master_metadata_track_name"), Text(row, "master_metadata_album_artist_name"),
            Text(row, "spotify_track_uri"), row.TryGetProperty("platform", out var platform) ? platform.GetString() : null,
            row.TryGetProperty("shuffle", out var shuffle) && shuffle.ValueKind != JsonValueKind.Null ? shuffle.GetBoolean() : null, StartOfPlay.Normalize(offline));
    }

    public static string Text(ParsedPlay play) => string.Join('|', play.Ts, play.MsPlayed, play.Title.Name, play.Title.Artist, play.Title.Uri, play.Platform?.Value,
        play.Flags.Value(PlayFlags.Shuffle), play.OfflineTimestampMs);

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;

    private static string Row(Random random, bool pretty)
    {
        var fields = new List<string>
        {
            $"\"ts\":{Space(random)}\"{new DateTime(2020, 1, 1).AddSeconds(random.Next(100_000_000)):yyyy-MM-dd'T'HH:mm:ss'Z'}\"",
            $"\"ms_played\": {random.Next(1_000_000)}",
            $"\"ip_addr\": \"192.0.2.{random.Next(256)}\"",
            $"\"master_metadata_track_name\": {Value(random)}",
            $"\"master_metadata_album_artist_name\": {Value(random)}",
            $"\"spotify_track_uri\": \"spotify:track:{random.Next(5)}\"",
            $"\"platform\": {JsonSerializer.Serialize(Texts[random.Next(Texts.Length)])}",
            $"\"shuffle\": {(random.Next(3) switch { 0 => "null", 1 => "true", _ => "false" })}",
            $"\"offline_timestamp\": {(random.Next(3) switch { 0 => "null", 1 => "0", _ => "1527840000123" })}",
        };
        if (random.Next(10) == 0)
            fields.Add("\"unknown\": {\"deep\": [1, {\"a\": \"}]\"}]}");
        if (random.Next(10) == 0)
            fields.Add($"\"ms_played\": {random.Next(1000)}");
        if (random.Next(10) == 0)
            fields.RemoveAt(random.Next(3, fields.Count));
        if (random.Next(20) == 0)
            fields[^1] = fields[^1].Replace("\"", "\"", StringComparison.Ordinal) + " ";
        return pretty ? $"{{\n    {string.Join(",\n    ", fields)}\n  }}" : $"{{{string.Join(",", fields)}}}";
    }

    private static string Space(Random random) => random.Next(15) == 0 ? " \r\n\t" : " ";

    private static string Value(Random random) => random.Next(6) switch
    {
        0 => "null",

        // Half of the texts have escapes, as other writers make them.
        1 or 2 => JsonSerializer.Serialize(Texts[random.Next(Texts.Length)]),
        _ => $"\"plain {random.Next(50)}\"",
    };
}
