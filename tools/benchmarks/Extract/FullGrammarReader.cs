using System.Text.Json;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Extraction.Decoding;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>The usual way in .NET: whole lines with <see cref="Utf8JsonReader"/>, unwanted values skipped by its Skip.</summary>
internal static class FullGrammarReader
{
    public static (long Tracks, long Sections) Read(string path)
    {
        using var blocks = new ShardBlocks(path, new ExtractionOptions(), hashed: false, threaded: false);
        var line = new byte[1024 * 1024];
        var (length, tracks, sections) = (0, 0L, 0L);
        while (blocks.Next() is { IsEmpty: false } chunk)
        {
            while (!chunk.IsEmpty)
            {
                var feed = chunk.IndexOf((byte)'\n');
                var part = feed < 0 ? chunk : chunk[..feed];
                if (length + part.Length > line.Length)
                    Array.Resize(ref line, Math.Max(line.Length * 2, length + part.Length));
                part.CopyTo(line.AsSpan(length));
                length += part.Length;
                chunk = chunk[(feed < 0 ? chunk.Length : feed + 1)..];
                if (feed < 0)
                    continue;
                sections += Line(line.AsSpan(0, length));
                tracks++;
                length = 0;
            }
        }

        return (tracks, sections);
    }

    private static long Line(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        var (sections, bytes) = (0L, 0L);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSections = reader.ValueTextEquals("sections"u8);
            var isWanted = isSections || reader.ValueTextEquals("track"u8) || reader.ValueTextEquals("meta"u8);
            reader.Read();
            if (!isWanted)
            {
                reader.Skip();
                continue;
            }

            var depth = reader.CurrentDepth;
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                if (reader.TokenType == JsonTokenType.Number)
                    bytes += reader.ValueSpan.Length;
                else if (isSections && reader.TokenType == JsonTokenType.StartObject)
                    sections++;
            }
        }

        return bytes >= 0 ? sections : 0;
    }
}
