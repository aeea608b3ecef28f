using System.Text;
using System.Text.Unicode;
using Google.Protobuf;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>
/// Writes the fields of a message, in their order, from UTF-8 that SQLite holds: no string and no message object for each row. The bytes are
/// those that the message itself would be written as.
/// </summary>
internal sealed class MessageBytes
{
    /// <summary>Bytes of a message, with those that are reserved. Real ones have some hundred bytes.</summary>
    public const int MaxBytes = 256 << 10;

    /// <summary>Fields that make any message too large.</summary>
    public static readonly byte[] TooLarge = new byte[MaxBytes + 1];

    private const int MaxVarintBytes = 10;

    private byte[] buffer = new byte[256];
    private int length;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>Whether more was written than a message may have. The rest is not kept, so that memory is bounded.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Begins anew, behind so many bytes for other use.</summary>
    public void Begin(int reserved = 0)
    {
        (length, IsTooLarge) = (0, false);
        Reserve(reserved);
        length = reserved;
    }

    /// <summary>The bytes that were reserved, and all others.</summary>
    public Span<byte> All() => buffer.AsSpan(0, length);

    /// <summary>A field of text; an empty one is not written. Malformed UTF-8 is replaced, as <see cref="Encoding.UTF8"/> does.</summary>
    public void Text(int field, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return;
        if (Utf8.IsValid(utf8))
            Bytes(field, utf8);
        else
            Bytes(field, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8)));
    }

    /// <summary>A field for each text.</summary>
    public void Texts(int field, IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
            Bytes(field, Encoding.UTF8.GetBytes(texts[i]));
    }

    /// <summary>A field of bytes, or of a message; also where it is empty, because it may be an element of a list.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Varint(WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited));
        Varint((uint)bytes.Length);
        Append(bytes);
    }

    /// <summary>A field of a number that is not negative; 0 is not written.</summary>
    public void Number(int field, long number)
    {
        if (number == 0)
            return;
        Varint(WireFormat.MakeTag(field, WireFormat.WireType.Varint));
        Varint((ulong)number);
    }

    /// <summary>Fields that are written already.</summary>
    public void Append(ReadOnlySpan<byte> fields)
    {
        IsTooLarge |= fields.Length > MaxBytes - length;
        if (IsTooLarge)
            return;
        Reserve(fields.Length);
        fields.CopyTo(buffer.AsSpan(length));
        length += fields.Length;
    }

    private void Varint(ulong number)
    {
        if (IsTooLarge)
            return;
        Reserve(MaxVarintBytes);
        for (; number > 0x7F; number >>= 7)
            buffer[length++] = (byte)(number | 0x80);
        buffer[length++] = (byte)number;
        IsTooLarge = length > MaxBytes;
    }

    /// <param name="bytes">At most <see cref="MaxBytes"/>.</param>
    private void Reserve(int bytes)
    {
        if (buffer.Length - length < bytes)
            Array.Resize(ref buffer, Math.Max(length + bytes, 2 * buffer.Length));
    }
}
