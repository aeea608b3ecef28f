using System.Text.Json;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Compares the rows of an analysed track with its line in the shard.</summary>
internal static class AnalysisRows
{
    private static readonly string[] Track =
    [
        "duration", "tempo", "tempo_confidence", "time_signature", "time_signature_confidence", "key", "key_confidence", "mode", "mode_confidence", "loudness",
        "end_of_fade_in", "start_of_fade_out", "num_samples", "analysis_sample_rate",
    ];

    private static readonly string[] Meta = ["analyzer_version", "analysis_time"];

    private static readonly string[] Section =
    [
        "start", "duration", "confidence", "loudness", "tempo", "tempo_confidence", "key", "key_confidence", "mode", "mode_confidence", "time_signature",
        "time_signature_confidence",
    ];

    /// <param name="rows">The track's line and those of its sections, each with its line feed.</param>
    /// <returns>Sections in the rows.</returns>
    public static int Compare(JsonElement source, byte[] rows, string subject, Comparison differences)
    {
        var lines = rows.AsSpan().TrimEnd((byte)'\n').ToArray();
        var sections = source.TryGetProperty("sections", out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray().ToList() : [];
        var (at, row) = (0, 0);
        while (at <= lines.Length)
        {
            var feed = Array.IndexOf(lines, (byte)'\n', at) is >= 0 and var next ? next : lines.Length;
            using var document = JsonDocument.Parse(lines.AsMemory(at..feed));
            if (row == 0)
            {
                Compare(source.GetProperty("meta"), document.RootElement, Meta, subject, differences);
                Compare(source.GetProperty("track"), document.RootElement, Track, subject, differences);
            }
            else if (row <= sections.Count)
            {
                differences.Same(subject, "section_index", row - 1, document.RootElement.GetProperty("section_index").GetInt32());
                Compare(sections[row - 1], document.RootElement, Section, $"{subject}, section {row - 1}", differences);
            }

            (at, row) = (feed + 1, row + 1);
        }

        differences.Same(subject, "sections", sections.Count, row - 1);
        return row - 1;
    }

    private static void Compare(JsonElement source, JsonElement row, string[] columns, string subject, Comparison differences)
    {
        foreach (var column in columns)
            differences.Same(subject, column, Value(source, column), Value(row, column));
    }

    /// <summary>Numbers are equal where they are one number, whatever their notation.</summary>
    private static object? Value(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
