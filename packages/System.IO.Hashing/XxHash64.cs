using System.Buffers.Binary;
using System.Numerics;

namespace System.IO.Hashing;

/// <summary>
/// Mirrors the one-shot half of <c>System.IO.Hashing.XxHash64</c>: the 64-bit xxHash, as its specification
/// (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md) describes it. A digest in bytes is big-endian.
/// </summary>
public static class XxHash64
{
    private const int StripeBytes = 32;
    private const int HashBytes = 8;

    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    public static byte[] Hash(byte[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Hash(source.AsSpan());
    }

    public static byte[] Hash(byte[] source, long seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Hash(source.AsSpan(), seed);
    }

    public static byte[] Hash(ReadOnlySpan<byte> source, long seed = 0)
    {
        var digest = new byte[HashBytes];
        BinaryPrimitives.WriteUInt64BigEndian(digest, HashToUInt64(source, seed));
        return digest;
    }

    public static ulong HashToUInt64(ReadOnlySpan<byte> source, long seed = 0)
    {
        var total = (ulong)source.Length;
        var hash = source.Length >= StripeBytes ? Stripes(ref source, (ulong)seed) : (ulong)seed + Prime5;
        return Avalanche(Tail(source, hash + total));
    }

    /// <summary>Consumes the whole stripes of the source and leaves its tail.</summary>
    private static ulong Stripes(ref ReadOnlySpan<byte> source, ulong seed)
    {
        var a = seed + Prime1 + Prime2;
        var b = seed + Prime2;
        var c = seed;
        var d = seed - Prime1;
        for (; source.Length >= StripeBytes; source = source[StripeBytes..])
        {
            a = Round(a, ReadLane(source));
            b = Round(b, ReadLane(source[8..]));
            c = Round(c, ReadLane(source[16..]));
            d = Round(d, ReadLane(source[24..]));
        }

        var hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
            + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        return Merge(Merge(Merge(Merge(hash, a), b), c), d);
    }

    private static ulong Tail(ReadOnlySpan<byte> source, ulong hash)
    {
        for (; source.Length >= sizeof(ulong); source = source[sizeof(ulong)..])
            hash = (BitOperations.RotateLeft(hash ^ Round(0, ReadLane(source)), 27) * Prime1) + Prime4;

        if (source.Length >= sizeof(uint))
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(source) * Prime1;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
            source = source[sizeof(uint)..];
        }

        foreach (var value in source)
            hash = BitOperations.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;

        return hash;
    }

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong accumulator, ulong lane) => BitOperations.RotateLeft(accumulator + (lane * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong accumulator) => ((hash ^ Round(0, accumulator)) * Prime1) + Prime4;

    private static ulong ReadLane(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt64LittleEndian(source);
}
