namespace SpotifyPlatform.Artifacts.Store;

/// <summary>A part of an artifact.</summary>
/// <param name="Offset">Bytes from its beginning.</param>
/// <param name="Length">Bytes, fewer where the artifact ends before.</param>
public readonly record struct ByteRange(long Offset, long Length)
{
    public static ByteRange All { get; } = new(0, long.MaxValue);

    /// <summary>The range's bytes within an artifact of a length.</summary>
    public ByteRange Within(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Offset);
        ArgumentOutOfRangeException.ThrowIfNegative(Length);
        var offset = Math.Min(Offset, length);
        return new ByteRange(offset, Math.Min(Length, length - offset));
    }
}
