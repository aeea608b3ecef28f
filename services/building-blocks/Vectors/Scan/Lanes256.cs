using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpotifyPlatform.Vectors.Scan;

internal readonly unsafe struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> value = value;

    public static int Count => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 All(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 TimesPlus(Lanes256 by, Lanes256 to) => new(Vector256.FusedMultiplyAdd(value, by.value, to.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Times(Lanes256 by) => new(value * by.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Over(Lanes256 by) => new(value / by.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Root() => new(Vector256.Sqrt(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Larger(Lanes256 other) => new(Vector256.Max(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Magnitude() => new(Vector256.Abs(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint AtLeast(Lanes256 other) => (uint)Vector256.ExtractMostSignificantBits(Vector256.GreaterThanOrEqual(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Above(Lanes256 other) => (uint)Vector256.ExtractMostSignificantBits(Vector256.GreaterThan(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Lanes256 Best, Lanes256 Tag) OrBetter(Lanes256 tag, Lanes256 better, Lanes256 betterTag)
    {
        var above = Vector256.GreaterThan(better.value, value);
        return (new(Vector256.ConditionalSelect(above, better.value, value)), new(Vector256.ConditionalSelect(above, betterTag.value, tag.value)));
    }
}
