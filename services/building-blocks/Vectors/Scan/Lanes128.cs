using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpotifyPlatform.Vectors.Scan;

internal readonly unsafe struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> value = value;

    public static int Count => Vector128<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(float* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 All(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 TimesPlus(Lanes128 by, Lanes128 to) => new(Vector128.FusedMultiplyAdd(value, by.value, to.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Times(Lanes128 by) => new(value * by.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Over(Lanes128 by) => new(value / by.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Root() => new(Vector128.Sqrt(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Larger(Lanes128 other) => new(Vector128.Max(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Magnitude() => new(Vector128.Abs(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint AtLeast(Lanes128 other) => (uint)Vector128.ExtractMostSignificantBits(Vector128.GreaterThanOrEqual(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Above(Lanes128 other) => (uint)Vector128.ExtractMostSignificantBits(Vector128.GreaterThan(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Lanes128 Best, Lanes128 Tag) OrBetter(Lanes128 tag, Lanes128 better, Lanes128 betterTag)
    {
        var above = Vector128.GreaterThan(better.value, value);
        return (new(Vector128.ConditionalSelect(above, better.value, value)), new(Vector128.ConditionalSelect(above, betterTag.value, tag.value)));
    }
}
