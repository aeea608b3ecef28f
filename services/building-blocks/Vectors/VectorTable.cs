using System.Buffers.Binary;
using SpotifyPlatform.Vectors.Layout;

namespace SpotifyPlatform.Vectors;

/// <summary>
/// The table of vectors. It holds the structure that a search needs: a row is a chunk of a section (<see cref="Section"/>), its key the number of the section
/// (one byte) and that of the chunk (four bytes, big-endian).
/// </summary>
public static class VectorTable
{
    public const string Name = "vectors";

    public const int KeyBytes = sizeof(byte) + sizeof(uint);

    /// <summary>Raised by every change of what <see cref="VectorTableBuilder"/> writes.</summary>
    public const int FormatVersion = 1;

    /// <summary>A count of the manifest: vectors.</summary>
    public const string Vectors = "vectors";

    /// <summary>A chunk is read as a whole.</summary>
    internal const int ChunkBytes = 1 << 20;

    internal static void WriteKey(Span<byte> key, Section section, uint chunk)
    {
        key[0] = (byte)section;
        BinaryPrimitives.WriteUInt32BigEndian(key[1..], chunk);
    }
}
