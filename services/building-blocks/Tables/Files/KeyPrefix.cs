using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SpotifyPlatform.Tables.Files;

/// <summary>The first eight bytes of a key as a number of the same order, which is compared faster than bytes.</summary>
internal static class KeyPrefix
{
    public const int Bytes = sizeof(ulong);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> key)
    {
        if (key.Length >= Bytes)
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        ulong prefix = 0;
        for (var i = 0; i < Bytes; i++)
            prefix = prefix << 8 | (i < key.Length ? key[i] : 0u);
        return prefix;
    }

    /// <summary>The bytes of a key after its prefix.</summary>
    public static ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> key) => key.Length > Bytes ? key[Bytes..] : default;
}
