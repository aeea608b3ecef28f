using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

/// <summary>Writes a message by published field numbers.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    private enum Type
    {
        Varint = 0,
        Fixed64 = 1,
        Delimited = 2,
        Fixed32 = 5,
    }

    public ByteString ToBytes() => ByteString.CopyFrom(buffer.WrittenSpan);

    public WireWriter Integer(int number, ulong value) => Tag(number, Type.Varint).Varint(value);

    public WireWriter Float(int number, float value) => Tag(number, Type.Fixed32).Put(4, span => BinaryPrimitives.WriteSingleLittleEndian(span, value));

    public WireWriter Double(int number, double value) => Tag(number, Type.Fixed64).Put(8, span => BinaryPrimitives.WriteDoubleLittleEndian(span, value));

    public WireWriter Text(int number, string value) => Delimited(number, Encoding.UTF8.GetBytes(value));

    public WireWriter Bytes(int number, ByteString value) => Delimited(number, value.Span);

    public WireWriter Message(int number, WireWriter value) => Delimited(number, value.buffer.WrittenSpan);

    public WireWriter Messages(int number, IEnumerable<WireWriter> values) => values.Aggregate(this, (message, value) => message.Message(number, value));

    /// <summary>Packed, as proto3 writes numbers.</summary>
    public WireWriter Floats(int number, float[] values)
    {
        Tag(number, Type.Delimited).Varint((ulong)(sizeof(float) * values.Length));
        foreach (var value in values)
            Put(4, span => BinaryPrimitives.WriteSingleLittleEndian(span, value));
        return this;
    }

    /// <summary>Fields that were written before.</summary>
    public WireWriter Fields(WireWriter written)
    {
        buffer.Write(written.buffer.WrittenSpan);
        return this;
    }

    private WireWriter Delimited(int number, ReadOnlySpan<byte> value)
    {
        Tag(number, Type.Delimited).Varint((ulong)value.Length);
        buffer.Write(value);
        return this;
    }

    private WireWriter Tag(int number, Type type) => Varint((ulong)((number << 3) | (int)type));

    private WireWriter Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            buffer.Write([(byte)(value | 0x80)]);
        buffer.Write([(byte)value]);
        return this;
    }

    private WireWriter Put(int bytes, Action<Span<byte>> write)
    {
        write(buffer.GetSpan(bytes));
        buffer.Advance(bytes);
        return this;
    }
}
