namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>A growing byte buffer that is reused for every line.</summary>
internal sealed class ByteBuffer
{
    private const int KeptBytes = 1024 * 1024;

    private byte[] bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        // The memory of one huge line must not be held for the rest of the shard.
        if (bytes.Length > KeptBytes)
            bytes = new byte[4096];
    }

    public void Append(ReadOnlySpan<byte> more)
    {
        if (Length + more.Length > bytes.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + more.Length));
        more.CopyTo(bytes.AsSpan(Length));
        Length += more.Length;
    }

    public void Append(byte one) => Append([one]);
}
