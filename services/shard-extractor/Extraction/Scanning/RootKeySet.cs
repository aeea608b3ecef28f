namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>The keys that were read in a line so far.</summary>
internal struct RootKeySet
{
    private int seen;

    /// <summary>Whether a value of this key may begin so: an object or array, or null.</summary>
    public static bool MayBegin(RootKey key, byte first) => key switch
    {
        RootKey.Other => true,
        RootKey.Sections => first is (byte)'[' or (byte)'n',
        _ => first is (byte)'{' or (byte)'n',
    };

    public bool TryAdd(RootKey key)
    {
        var bit = 1 << (int)key;
        if (key != RootKey.Other && (seen & bit) != 0)
            return false;
        seen |= bit;
        return true;
    }
}
