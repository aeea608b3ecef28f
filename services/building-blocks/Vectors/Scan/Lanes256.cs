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
    public static Lanes256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 MultiplyAdd(Lanes256 factor, Lanes256 addend) => new(Vector256.FusedMultiplyAdd(value, factor.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Multiply(Lanes256 factor) => new(value * factor.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Divide(Lanes256 divisor) => new(value / divisor.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Sqrt() => new(Vector256.Sqrt(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Max(Lanes256 other) => new(Vector256.Max(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256 Abs() => new(Vector256.Abs(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint GreaterThanOrEqual(Lanes256 other) => (uint)Vector256.ExtractMostSignificantBits(Vector256.GreaterThanOrEqual(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint GreaterThan(Lanes256 other) => (uint)Vector256.ExtractMostSignificantBits(Vector256.GreaterThan(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Lanes256 Max, Lanes256 Tag) SelectMax(Lanes256 tag, Lanes256 other, Lanes256 otherTag)
    {
        var greater = Vector256.GreaterThan(other.value, value);
        return (new(Vector256.ConditionalSelect(greater, other.value, value)), new(Vector256.ConditionalSelect(greater, otherTag.value, tag.value)));
    }
}
