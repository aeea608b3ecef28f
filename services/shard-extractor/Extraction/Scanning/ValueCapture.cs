namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>
/// Holds a value that is read. While it stands whole in one chunk nothing is copied; what a chunk's end cuts is kept.
/// </summary>
internal sealed class ValueCapture(int maxBytes)
{
    private byte[] kept = new byte[4096];
    private int length;

    /// <summary>Bytes kept of earlier chunks.</summary>
    public int Length => length;

    public void Clear()
    {
        length = 0;
        // One huge value must not hold its memory for the rest of the shard.
        if (kept.Length > 1024 * 1024)
            kept = new byte[4096];
    }

    /// <summary>Keeps the value's bytes of this chunk; false when the value grew past its bound.</summary>
    public bool TryKeep(ReadOnlySpan<byte> bytes)
    {
        if (length + (long)bytes.Length > maxBytes)
            return false;
        if (length + bytes.Length > kept.Length)
            Array.Resize(ref kept, Math.Min(maxBytes, Math.Max(kept.Length * 2, length + bytes.Length)));
        bytes.CopyTo(kept.AsSpan(length));
        length += bytes.Length;
        return true;
    }

    /// <summary>The whole value, whose last bytes are given; false when it is longer than its bound.</summary>
    public bool TryFinish(ReadOnlySpan<byte> last, out ReadOnlySpan<byte> value)
    {
        value = last;
        if (length + (long)last.Length > maxBytes)
            return false;
        if (length == 0)
            return true;
        var fits = TryKeep(last);
        value = kept.AsSpan(0, length);
        return fits;
    }
}
