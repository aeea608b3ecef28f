using System.Numerics;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.Tables.Files;

/// <summary>
/// The checksum of a page: the CRC-32C (RFC 3720) of its place, its length, and the CRC-32Cs of its four quarters. A processor works on
/// four quarters at once, which is three times as fast as one after the other; the place tells a page that was read from elsewhere.
/// </summary>
internal static class PageChecksum
{
    private const int Lanes = 4;

    /// <param name="content">The page behind its checksum.</param>
    /// <param name="offset">Where the page begins in its file.</param>
    public static uint Of(ReadOnlySpan<byte> content, long offset)
    {
        // Whole words for each quarter; the last one takes the rest.
        var quarter = content.Length / Lanes & ~7;
        var first = MemoryMarshal.Cast<byte, ulong>(content[..quarter]);
        var second = MemoryMarshal.Cast<byte, ulong>(content.Slice(quarter, quarter));
        var third = MemoryMarshal.Cast<byte, ulong>(content.Slice(2 * quarter, quarter));
        var last = content[(3 * quarter)..];
        var fourth = MemoryMarshal.Cast<byte, ulong>(last[..quarter]);
        uint a = uint.MaxValue, b = uint.MaxValue, c = uint.MaxValue, d = uint.MaxValue;
        for (var i = 0; i < first.Length; i++)
        {
            a = BitOperations.Crc32C(a, first[i]);
            b = BitOperations.Crc32C(b, second[i]);
            c = BitOperations.Crc32C(c, third[i]);
            d = BitOperations.Crc32C(d, fourth[i]);
        }

        foreach (var rest in last[quarter..])
            d = BitOperations.Crc32C(d, rest);
        var crc = BitOperations.Crc32C(BitOperations.Crc32C(uint.MaxValue, (ulong)offset), (uint)content.Length);
        crc = BitOperations.Crc32C(crc, (ulong)a << 32 | b);
        return ~BitOperations.Crc32C(crc, (ulong)c << 32 | d);
    }
}
