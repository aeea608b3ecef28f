using System.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>The scanner's result for a text that is passed in chunks.</summary>
internal sealed class ScannerRun : IRowOutput
{
    private readonly ByteBuffer tracks = new();
    private readonly ByteBuffer sections = new();

    public string Tracks => Encoding.UTF8.GetString(tracks.Written);

    public string Sections => Encoding.UTF8.GetString(sections.Written);

    public IReadOnlyList<RefusedLine> Refused { get; private set; } = [];

    public long BlankLines { get; private set; }

    public static ScannerRun Of(ReadOnlySpan<byte> text, ExtractionOptions options, VectorPath path, Func<int> chunkBytes)
    {
        var run = new ScannerRun();
        var rows = new LineRows(ShardId.Parse("00"), options, run);
        var scanner = new LineScanner(rows, options, path);
        while (!text.IsEmpty)
        {
            // A separate array, so that a read past the chunk's end throws.
            var chunk = text[..Math.Min(text.Length, Math.Max(1, chunkBytes()))].ToArray();
            scanner.Scan(chunk);
            // The scanner must not refer to a chunk after it was scanned.
            Array.Clear(chunk);
            text = text[chunk.Length..];
        }

        scanner.Finish(cut: false);
        run.Refused = rows.Refused;
        run.BlankLines = scanner.BlankLines;
        return run;
    }

    public void Write(TrackId track, ReadOnlySpan<byte> rows, int trackBytes, int sections)
    {
        tracks.Append(rows[..trackBytes]);
        this.sections.Append(rows[trackBytes..]);
    }
}
