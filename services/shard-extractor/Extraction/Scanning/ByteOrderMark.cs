namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Skips a complete UTF-8 byte order mark at the start of the input.</summary>
internal struct ByteOrderMark
{
    /// <summary>Bytes of the mark taken.</summary>
    public int Length { get; private set; }

    public readonly bool IsBroken => Length is 1 or 2;

    public bool IsPart(byte b, long at)
    {
        var mark = "\uFEFF"u8;
        if (at != Length || Length == mark.Length || b != mark[Length])
            return false;
        Length++;
        return true;
    }
}
