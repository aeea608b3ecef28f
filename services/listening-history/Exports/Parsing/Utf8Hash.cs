using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>A fast hash for tables in memory, seeded by chance so that a file cannot be made to fill one bucket.</summary>
internal static class Utf8Hash
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    public static ulong Of(ReadOnlySpan<byte> data, ulong previous = 0)
    {
        var hash = previous ^ Seed ^ (ulong)data.Length;
        while (data.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }

        ulong tail = 0;
        foreach (var value in data)
            tail = (tail << 8) | value;
        return Mix(hash ^ tail);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier ^ Seed, out var low);
        return high ^ low;
    }
}
