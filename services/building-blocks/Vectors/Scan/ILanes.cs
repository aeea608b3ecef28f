namespace SpotifyPlatform.Vectors.Scan;

/// <summary>A vector register of single-precision numbers, so that one loop serves every width.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(float* from);

    static abstract TSelf All(float value);

    void Store(float* to);

    /// <summary>this * by + to</summary>
    TSelf TimesPlus(TSelf by, TSelf to);

    TSelf Times(TSelf by);

    TSelf Over(TSelf by);

    TSelf Root();

    TSelf Larger(TSelf other);

    TSelf Magnitude();

    /// <summary>A bit a lane; never set where either is NaN.</summary>
    uint AtLeast(TSelf other);

    /// <summary>A bit a lane; never set where either is NaN.</summary>
    uint Above(TSelf other);

    /// <summary>Lanes of <paramref name="better"/> where it is above this, and of its tag; else this and its tag.</summary>
    (TSelf Best, TSelf Tag) OrBetter(TSelf tag, TSelf better, TSelf betterTag);
}
