namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>How much of an import is compared with its source.</summary>
/// <param name="Full">Every row.</param>
/// <param name="Sample">Otherwise: rows of each table.</param>
/// <param name="Seed">Chooses them; equal seeds choose equal rows.</param>
internal sealed record VerifyScope(bool Full, int Sample, int Seed)
{
    /// <summary>Playlists, and tracks whose pairs are counted again.</summary>
    public int FewerRows => Math.Max(1, Sample / 10);

    /// <summary>Tracks whose neighbours are computed again; each is compared with all vectors.</summary>
    public int Seeds => Math.Max(1, Sample / 50);

    /// <summary>Numbers of a range, ascending and distinct: all of the sample that there are.</summary>
    public IReadOnlyList<long> Choose(long first, long last, int count)
    {
        if (first > last)
            return [];
        var (random, chosen) = (new Random(Seed), new SortedSet<long>());
        var all = (UInt128)(last - (Int128)first) + 1;
        if (all <= (UInt128)count)
            return [.. Enumerable.Range(0, (int)all).Select(i => first + i)];
        while (chosen.Count < count)
            chosen.Add(random.NextInt64(first, last == long.MaxValue ? last : last + 1));
        return [.. chosen];
    }
}
