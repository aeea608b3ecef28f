namespace SpotifyPlatform.SampleData.Randomness;

/// <summary>
/// Pseudo-random numbers that depend only on the seed, the stream and the item's number (SplitMix64, Steele et al. 2014). It uses
/// no C library function, so every machine generates the same numbers.
/// </summary>
internal struct Rng
{
    private ulong state;

    private Rng(ulong state) => this.state = state;

    public static Rng For(ulong seed, RngStream stream, long number) =>
        new(Mix(Mix(seed ^ ((ulong)stream + 1) * 0x9E3779B97F4A7C15) + (ulong)number * 0xD1B54A32D192ED03));

    public ulong Next() => Mix(state += 0x9E3779B97F4A7C15);

    /// <summary>0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(((UInt128)Next() * (ulong)bound) >> 64);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>0 to 1, 1 excluded.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Approximately normal (sum of four uniform numbers): mean 0, standard deviation 1, within ±3.47.</summary>
    public double Normal() => (Unit() + Unit() + Unit() + Unit() - 2) * 1.7320508075688772;

    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    public T Pick<T>(T[] items) => items[Below(items.Length)];

    public UInt128 Wide() => new(Next(), Next());

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
