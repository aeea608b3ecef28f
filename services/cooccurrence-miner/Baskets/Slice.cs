namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>A part of all tracks: those whose hash has some number in its highest bits.</summary>
/// <param name="Bits">How many bits.</param>
internal readonly record struct Slice(int Bits, ulong Number)
{
    public static readonly Slice All = new(0, 0);

    public bool Holds(ulong hash) => Bits == 0 || hash >> (64 - Bits) == Number;

    /// <summary>The lower half; <see cref="Rest"/> says what is left of a slice when one of its parts is done.</summary>
    public Slice Halved() => new(Bits + 1, Number << 1);

    /// <summary>The slices that together with a lower part make up this one.</summary>
    public IEnumerable<Slice> Rest(Slice part)
    {
        for (var bits = part.Bits; bits > Bits; bits--)
            yield return new Slice(bits, Number << (bits - Bits) | 1);
    }
}
