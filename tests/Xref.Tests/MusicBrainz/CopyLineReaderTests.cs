using System.Text;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

public sealed class CopyLineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\nbb\n", "a|bb")]
    [InlineData("a\nbb", "a|bb")]
    [InlineData("\n\na\n", "||a")]
    [InlineData("12345678\n123456789\n1\n", "12345678|too long|1")]
    [InlineData("123456789", "too long")]
    [InlineData("x\n12345678901234567890123456789012345\ny", "x|too long|y")]
    public void Read_AnyChunks_GivesTheSameLines(string text, string expected)
    {
        for (var chunk = 1; chunk <= text.Length + 1; chunk++)
            Assert.Equal(expected, string.Join('|', Lines(new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk), maxLineBytes: 8)));
    }

    [Fact]
    public void Read_LineOfManyBuffers_IsPassedOverInOneBuffer()
    {
        var text = new string('x', 5_000_000) + "\nshort\n";
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(["too long", "short"], Lines(new ChunkedStream(Encoding.UTF8.GetBytes(text), 65_536), maxLineBytes: 200_000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_600_000); // the input itself, and one buffer
    }

    private static List<string> Lines(Stream stream, int maxLineBytes)
    {
        var reader = new CopyLineReader(stream, maxLineBytes);
        var lines = new List<string>();
        while (reader.Read(out var line) is var read && read != LineRead.End)
            lines.Add(read == LineRead.TooLong ? "too long" : Encoding.UTF8.GetString(line));
        return lines;
    }

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
