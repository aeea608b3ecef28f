namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>
/// Holds a value that is read. A value inside one chunk is not copied; a value that spans chunks is.
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
        // The memory of one huge value must not be held for the rest of the shard.
        if (kept.Length > 1024 * 1024)
            kept = new byte[4096];
    }

    /// <summary>Keeps the value's bytes of this chunk; false when the value exceeds its limit.</summary>
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

    /// <summary>The whole value, given its last bytes; false when it exceeds its limit.</summary>
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
