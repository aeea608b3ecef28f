using System.Buffers.Binary;

namespace SpotifyPlatform.Benchmarks.Tables;

/// <summary>Rows that anyone can compute: a 16-byte key of no order and a value of bytes.</summary>
internal sealed record TableRows(int Count, int ValueBytes)
{
    public const int KeyBytes = 16;

    public static void Key(long number, Span<byte> key)
    {
        BinaryPrimitives.WriteUInt64BigEndian(key, Mix((ulong)number));
        BinaryPrimitives.WriteUInt64BigEndian(key[8..], (ulong)number);
    }

    public static void Fill(long number, Span<byte> key, Span<byte> value)
    {
        Key(number, key);
        Value(number, value);
    }

    private static void Value(long number, Span<byte> value)
    {
        value.Fill((byte)number);
        BinaryPrimitives.WriteInt64LittleEndian(value, number);
    }

    // splitmix64: one to one, and of no order.
    private static ulong Mix(ulong z)
    {
        z = (z + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
