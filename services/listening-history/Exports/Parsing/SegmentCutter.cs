namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Cuts a stream before the last row's beginning that is in a buffer.</summary>
/// <param name="before">Bytes that were read from the stream already.</param>
/// <param name="beginning">The text with which rows begin.</param>
internal sealed class SegmentCutter(Stream stream, ReadOnlySpan<byte> before, ReadOnlySpan<byte> beginning)
{
    private readonly byte[] beginning = beginning.ToArray();
    private byte[] unread = before.ToArray();
    private int length = before.Length;

    /// <summary>What is in no segment.</summary>
    public ReadOnlySpan<byte> Unread => unread.AsSpan(0, length);

    /// <summary>Fills a reader's buffer; false where no row begins within what is left.</summary>
    public bool TryCut(SegmentReader reader)
    {
        var buffer = reader.Buffer.AsSpan();
        Unread.CopyTo(buffer);
        var filled = length + stream.ReadAtLeast(buffer[length..], buffer.Length - length, throwOnEndOfStream: false);
        reader.Length = Math.Max(buffer[..filled].LastIndexOf(beginning), 0);
        length = filled - reader.Length;
        if (unread.Length < length)
            unread = new byte[buffer.Length];
        buffer[reader.Length..filled].CopyTo(unread);
        return reader.Length > 0;
    }
}
