using System.Buffers.Binary;

namespace SpotifyPlatform.Tables.Files;

/// <summary>The last bytes of a table file.</summary>
internal readonly record struct Trailer(long IndexOffset, long Rows, int Pages, int KeyBytes, uint IndexChecksum)
{
    public const int Bytes = 40;

    /// <summary>Far above what a file of a few hundred MiB needs, and below what an array holds.</summary>
    private const long MaxIndexBytes = 1 << 30;

    public long IndexBytes => (Pages + 1L) * KeyBytes + Pages * (long)sizeof(uint);

    public long FileBytes => IndexOffset + IndexBytes + Bytes;

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, IndexOffset);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Rows);
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], Pages);
        BinaryPrimitives.WriteInt32LittleEndian(target[20..], KeyBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(target[24..], IndexChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(target[28..], PageChecksum.Of(target[..28], IndexOffset));
        BinaryPrimitives.WriteUInt64LittleEndian(target[32..], PageFormat.Magic);
    }

    /// <exception cref="InvalidDataException">The bytes are no trailer of a file of this length.</exception>
    public static Trailer Read(ReadOnlySpan<byte> source, string name, long fileBytes)
    {
        var trailer = new Trailer(
            BinaryPrimitives.ReadInt64LittleEndian(source), BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[16..]), BinaryPrimitives.ReadInt32LittleEndian(source[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[24..]));
        if (BinaryPrimitives.ReadUInt64LittleEndian(source[32..]) != PageFormat.Magic)
            throw Damage.In(name, "it does not end as a table file of this version does");
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[28..]) != PageChecksum.Of(source[..28], trailer.IndexOffset))
            throw Damage.In(name, "its trailer does not have its checksum");
        if (trailer.KeyBytes is < 1 or > PageFormat.MaxKeyBytes || trailer.Pages < 1 || trailer.IndexBytes > MaxIndexBytes
            || trailer.Rows < trailer.Pages || trailer.FileBytes != fileBytes)
            throw Damage.In(name, $"it has {fileBytes} bytes, which its trailer contradicts");
        return trailer;
    }
}
