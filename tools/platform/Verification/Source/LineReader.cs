namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Reads the lines of a stream, whose length is bounded: a longer one is cut, which no parser takes for whole. Owns the stream.</summary>
internal sealed class LineReader(Stream source, int maxBytes) : IDisposable
{
    private readonly byte[] buffer = new byte[1 << 17];
    private int at;
    private int end;
    private bool isFirst = true;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Without its line feed; null at the end.</summary>
    public byte[]? Next()
    {
        using var line = new MemoryStream();
        while (Fill())
        {
            var rest = buffer.AsSpan(at..end);
            var feed = rest.IndexOf((byte)'\n');
            var part = feed < 0 ? rest : rest[..feed];
            line.Write(part[..(int)Math.Min(part.Length, maxBytes - line.Length)]);
            at += feed < 0 ? rest.Length : feed + 1;
            if (feed >= 0)
                return Whole(line);
        }

        return line.Length == 0 ? null : Whole(line);
    }

    public void Dispose() => source.Dispose();

    private bool Fill()
    {
        if (at == end)
            (at, end) = (0, source.Read(buffer));
        return end > 0;
    }

    private byte[] Whole(MemoryStream line)
    {
        var bytes = line.ToArray();
        var marked = isFirst && bytes.AsSpan().StartsWith(ByteOrderMark);
        isFirst = false;
        return marked ? bytes[ByteOrderMark.Length..] : bytes;
    }
}
