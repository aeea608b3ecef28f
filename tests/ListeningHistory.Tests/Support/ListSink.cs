using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;

namespace SpotifyPlatform.ListeningHistory.Tests.Support;

/// <summary>Keeps what a parser gives.</summary>
internal sealed class ListSink : IPlaySink
{
    public List<ParsedPlay> Plays { get; } = [];

    public List<InvalidRow> Invalid { get; } = [];

    public long Bytes { get; private set; }

    public static ListSink Parse(Stream stream, ExportLimits? limits = null, bool isVideo = false)
    {
        var sink = new ListSink();
        new PlayParser(limits ?? ExportLimits.Default, TimeProvider.System).Parse(stream, "file.json", isVideo, sink, CancellationToken.None);
        return sink;
    }

    public static ListSink Parse(string json, ExportLimits? limits = null) => Parse(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)), limits);

    public void Add(in ParsedPlay play) => Plays.Add(play);

    public void AddInvalid(in InvalidRow row) => Invalid.Add(row);

    public void Advance(int bytes) => Bytes += bytes;
}

/// <summary>A file that is made while it is read: a beginning, and a part that repeats without end or as often as is said.</summary>
internal sealed class RepeatingStream(byte[] beginning, byte[] part, long times, byte[] ending) : Stream
{
    private readonly long length = beginning.Length + (part.Length * times) + ending.Length;

    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => Given; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && Given < length)
        {
            var source = Given < beginning.Length ? beginning.AsSpan((int)Given)
                : Given < length - ending.Length ? part.AsSpan((int)((Given - beginning.Length) % part.Length))
                : ending.AsSpan((int)(Given - (length - ending.Length)));
            var copied = Math.Min(source.Length, buffer.Length - count);
            source[..copied].CopyTo(buffer[count..]);
            count += copied;
            Given += copied;
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
