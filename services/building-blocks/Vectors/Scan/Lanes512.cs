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
    public static Lanes512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 MultiplyAdd(Lanes512 factor, Lanes512 addend) => new(Vector512.FusedMultiplyAdd(value, factor.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Multiply(Lanes512 factor) => new(value * factor.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Divide(Lanes512 divisor) => new(value / divisor.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Sqrt() => new(Vector512.Sqrt(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Max(Lanes512 other) => new(Vector512.Max(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512 Abs() => new(Vector512.Abs(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint GreaterThanOrEqual(Lanes512 other) => (uint)Vector512.ExtractMostSignificantBits(Vector512.GreaterThanOrEqual(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint GreaterThan(Lanes512 other) => (uint)Vector512.ExtractMostSignificantBits(Vector512.GreaterThan(value, other.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Lanes512 Max, Lanes512 Tag) SelectMax(Lanes512 tag, Lanes512 other, Lanes512 otherTag)
    {
        var greater = Vector512.GreaterThan(other.value, value);
        return (new(Vector512.ConditionalSelect(greater, other.value, value)), new(Vector512.ConditionalSelect(greater, otherTag.value, tag.value)));
    }
}
