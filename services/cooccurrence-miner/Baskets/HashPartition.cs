namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>A part of all tracks: those whose hash has the given number in its highest bits.</summary>
/// <param name="Bits">How many of the highest bits are compared.</param>
internal readonly record struct HashPartition(int Bits, ulong Number)
{
    public static readonly HashPartition All = new(0, 0);

    public bool Contains(ulong hash) => Bits == 0 || hash >> (64 - Bits) == Number;

    public HashPartition LowerHalf() => new(Bits + 1, Number << 1);

    /// <summary>The partitions that, together with a part that was made by <see cref="LowerHalf"/>, make up this one.</summary>
    public IEnumerable<HashPartition> Without(HashPartition part)
    {
        for (var bits = part.Bits; bits > Bits; bits--)
            yield return new HashPartition(bits, Number << (bits - Bits) | 1);
    }
}
