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
    public static Lanes128 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 MultiplyAdd(Lanes128 factor, Lanes128 addend) => new(Vector128.FusedMultiplyAdd(value, factor.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Multiply(Lanes128 factor) => new(value * factor.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Divide(Lanes128 divisor) => new(value / divisor.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Sqrt() => new(Vector128.Sqrt(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Max(Lanes128 other) => new(Vector128.Max(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128 Abs() => new(Vector128.Abs(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint GreaterThanOrEqual(Lanes128 other) => (uint)Vector128.ExtractMostSignificantBits(Vector128.GreaterThanOrEqual(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint GreaterThan(Lanes128 other) => (uint)Vector128.ExtractMostSignificantBits(Vector128.GreaterThan(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Lanes128 Max, Lanes128 Tag) SelectMax(Lanes128 tag, Lanes128 other, Lanes128 otherTag)
    {
        var greater = Vector128.GreaterThan(other.value, value);
        return (new(Vector128.ConditionalSelect(greater, other.value, value)), new(Vector128.ConditionalSelect(greater, otherTag.value, tag.value)));
    }
}
