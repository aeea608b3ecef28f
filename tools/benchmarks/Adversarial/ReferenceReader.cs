using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>
/// The expected result of the extractor, by a simple implementation: whole lines, the full grammar by <see cref="Utf8JsonReader"/>,
/// values as strings. It shares only the options with the extractor.
/// </summary>
internal sealed class ReferenceReader(string shard, ExtractionOptions options)
{
    private static readonly string[] Track =
        ["duration", "tempo", "tempo_confidence", "time_signature", "time_signature_confidence", "key", "key_confidence", "mode", "mode_confidence",
         "loudness", "end_of_fade_in", "start_of_fade_out", "num_samples", "analysis_sample_rate"];

    private static readonly string[] Meta = ["analyzer_version", "analysis_time"];

    private static readonly string[] Section =
        ["start", "duration", "confidence", "loudness", "tempo", "tempo_confidence", "key", "key_confidence", "mode", "mode_confidence",
         "time_signature", "time_signature_confidence"];

    private static readonly HashSet<string> Integers = ["time_signature", "key", "mode", "num_samples", "analysis_sample_rate"];

    private readonly HashSet<string> ids = [];

    public StringBuilder Tracks { get; } = new();

    public StringBuilder Sections { get; } = new();

    /// <summary>The numbers of the refused lines.</summary>
    public List<long> Refused { get; } = [];

    public long BlankLines { get; private set; }

    /// <summary>Reads a whole shard's text. With <paramref name="lenient"/>, only the structure of skipped containers is checked.</summary>
    public void Read(ReadOnlySpan<byte> text, bool lenient)
    {
        var number = 0L;
        var mark = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (!text.IsEmpty)
        {
            var feed = text.IndexOf((byte)'\n');
            var line = feed < 0 ? text : text[..feed];
            text = feed < 0 ? [] : text[(feed + 1)..];
            number++;
            var tooLong = line.Length > options.MaxLineBytes;
            line = line[mark..];
            mark = 0;
            if (!tooLong && line.IndexOfAnyExcept(" \t\r"u8) < 0)
                BlankLines++;
            else if (tooLong || !TryLine(line, lenient))
                Refused.Add(number);
        }
    }

    private bool TryLine(ReadOnlySpan<byte> line, bool lenient)
    {
        try
        {
            if (lenient)
                line = LenientLine.Simplify(line, options.MaxDepth);
            return Utf8.IsValid(line) && Line(line);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool Line(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = options.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        var (id, meta, track) = ((string?)null, (string?)null, (string?)null);
        List<string> sections = [];
        var seen = new HashSet<string>();
        var good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader) ?? "";
            reader.Read();
            if (key is not ("meta" or "track" or "sections"))
            {
                reader.Skip();
                continue;
            }

            good &= seen.Add(key);
            var start = reader.TokenStartIndex;
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            switch (key)
            {
                case "meta":
                    good &= TryObject(ref reader, Meta, ref id, takesId: true, out meta);
                    break;
                case "track":
                    string? none = null;
                    good &= TryObject(ref reader, Track, ref none, takesId: false, out track);
                    break;
                default:
                    good &= TrySections(ref reader, sections);
                    break;
            }

            good &= reader.BytesConsumed - start <= options.MaxValueBytes;
        }

        // The reader throws on trailing tokens.
        while (reader.Read())
        {
        }

        if (!good || id is null || meta is null || track is null || !id.StartsWith(shard, StringComparison.Ordinal) || !ids.Add(id))
            return false;
        Tracks.Append(CultureInfo.InvariantCulture, $"{{\"spotify_id\":\"{id}\"{track}{meta}}}\n");
        for (var i = 0; i < sections.Count; i++)
            Sections.Append(CultureInfo.InvariantCulture, $"{{\"spotify_id\":\"{id}\",\"section_index\":{i}{sections[i]}}}\n");
        return true;
    }

    private bool TrySections(ref Utf8JsonReader reader, List<string> sections)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        var good = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string? none = null;
            good &= TryObject(ref reader, Section, ref none, takesId: false, out var row);
            sections.Add(row);
        }

        return good && sections.Count <= options.MaxSectionsPerTrack;
    }

    private static bool TryObject(ref Utf8JsonReader reader, string[] columns, ref string? id, bool takesId, out string row)
    {
        row = "";
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        var values = new Dictionary<string, string>();
        var good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader);
            reader.Read();
            var raw = Encoding.UTF8.GetString(reader.ValueSpan);
            if (key is not null && columns.Contains(key))
                good &= Fits(ref reader, key, ref raw) && values.TryAdd(key, reader.TokenType == JsonTokenType.String ? $"\"{raw}\"" : raw);
            else if (takesId && key == "track_id")
                good &= id is null && reader.TokenType == JsonTokenType.String && TrackId.TryParse((id = Text(ref reader)).AsSpan(), out _);
            reader.Skip();
        }

        row = string.Concat(columns.Select(column => $",\"{column}\":{values.GetValueOrDefault(column, "null")}"));
        return good;
    }

    private static bool Fits(ref Utf8JsonReader reader, string column, ref string raw)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (column == "analyzer_version")
            return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= 1024 && Text(ref reader) is { } text && !text.Contains('\0', StringComparison.Ordinal);
        if (reader.TokenType != JsonTokenType.Number || reader.ValueSpan.Length > 64)
            return false;
        return Integers.Contains(column)
            ? long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) || TryRewrite(ref raw)
            : double.IsFinite(double.Parse(raw, CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a whole number with a fraction or an exponent as an integer.</summary>
    private static bool TryRewrite(ref string raw)
    {
        var parts = raw.Split('e', 'E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var exponent = (parts.Length > 1 ? BigInteger.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (point < 0 ? 0 : parts[0].Length - point - 1);
        // Beyond 100 digits either way nothing but zero is a whole number of 64 bits.
        if (!digits.IsZero && BigInteger.Abs(exponent) > 100)
            return false;
        var scale = digits.IsZero ? BigInteger.One : BigInteger.Pow(10, (int)BigInteger.Abs(exponent));
        if (exponent.Sign < 0 && digits % scale != 0)
            return false;
        var value = exponent.Sign < 0 ? digits / scale : digits * scale;
        raw = value.ToString(CultureInfo.InvariantCulture);
        return value >= long.MinValue && value <= long.MaxValue;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: allowed in JSON, but not valid text.
            return null;
        }
    }
}
