namespace SpotifyPlatform.Vectors.Scan;

/// <summary>A SIMD register of single-precision numbers, so that one loop works for every width.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(float* from);

    static abstract TSelf Broadcast(float value);

    void Store(float* to);

    /// <summary>this * factor + addend, fused.</summary>
    TSelf MultiplyAdd(TSelf factor, TSelf addend);

    TSelf Multiply(TSelf factor);

    TSelf Divide(TSelf divisor);

    TSelf Sqrt();

    TSelf Max(TSelf other);

    TSelf Abs();

    /// <summary>One bit per lane; not set where either value is NaN.</summary>
    uint GreaterThanOrEqual(TSelf other);

    /// <summary>One bit per lane; not set where either value is NaN.</summary>
    uint GreaterThan(TSelf other);

    /// <summary>Per lane the greater of this and <paramref name="other"/>, with its tag.</summary>
    (TSelf Max, TSelf Tag) SelectMax(TSelf tag, TSelf other, TSelf otherTag);
}
