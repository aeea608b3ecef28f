namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Collects a root key across chunk boundaries. Of a key that is too long to be read only the length is kept.</summary>
internal sealed class KeyText
{
    // "sections" with every letter escaped has 48 bytes.
    private readonly byte[] raw = new byte[64];
    private int length;
    private bool escaped;

    public void Clear()
    {
        length = 0;
        escaped = false;
    }

    public void Add(byte b)
    {
        escaped |= b == '\\';
        if (length < raw.Length)
            raw[length] = b;
        length++;
    }

    public RootKey Identify()
    {
        if (length > raw.Length)
            return RootKey.Other;
        scoped ReadOnlySpan<byte> text = raw.AsSpan(0, length);
        Span<byte> plain = stackalloc byte[raw.Length];
        if (escaped)
        {
            if (!JsonText.TryUnescape(text, plain, out var written))
                return RootKey.Other;
            text = plain[..written];
        }

        return text.SequenceEqual("track"u8) ? RootKey.Track
            : text.SequenceEqual("sections"u8) ? RootKey.Sections
            : text.SequenceEqual("meta"u8) ? RootKey.Meta
            : RootKey.Other;
    }
}
