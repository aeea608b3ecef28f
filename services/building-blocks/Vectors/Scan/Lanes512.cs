using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpotifyPlatform.Vectors.Scan;

internal readonly unsafe struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> value = value;

    public static int Count => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 All(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 TimesPlus(Lanes512 by, Lanes512 to) => new(Vector512.FusedMultiplyAdd(value, by.value, to.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Times(Lanes512 by) => new(value * by.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Over(Lanes512 by) => new(value / by.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Root() => new(Vector512.Sqrt(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Larger(Lanes512 other) => new(Vector512.Max(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Magnitude() => new(Vector512.Abs(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint AtLeast(Lanes512 other) => (uint)Vector512.ExtractMostSignificantBits(Vector512.GreaterThanOrEqual(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Above(Lanes512 other) => (uint)Vector512.ExtractMostSignificantBits(Vector512.GreaterThan(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Lanes512 Best, Lanes512 Tag) OrBetter(Lanes512 tag, Lanes512 better, Lanes512 betterTag)
    {
        var above = Vector512.GreaterThan(better.value, value);
        return (new(Vector512.ConditionalSelect(above, better.value, value)), new(Vector512.ConditionalSelect(above, betterTag.value, tag.value)));
    }
}
