using System.Buffers.Binary;
using System.Text;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Headers as one value: for each its name and its value, each after its length in four bytes.</summary>
internal static class HeaderCodec
{
    public static byte[] Encode(EventHeaders headers)
    {
        var bytes = new byte[headers.Sum(header => 8 + Encoding.UTF8.GetByteCount(header.Key) + header.Value.Length)];
        var rest = bytes.AsSpan();
        foreach (var (name, value) in headers)
        {
            var length = Encoding.UTF8.GetBytes(name, rest[4..]);
            BinaryPrimitives.WriteInt32LittleEndian(rest, length);
            rest = rest[(4 + length)..];
            BinaryPrimitives.WriteInt32LittleEndian(rest, value.Length);
            value.Span.CopyTo(rest[4..]);
            rest = rest[(4 + value.Length)..];
        }

        return bytes;
    }

    public static EventHeaders Decode(ReadOnlyMemory<byte> bytes)
    {
        var headers = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        while (!bytes.IsEmpty)
            headers.Add(KeyValuePair.Create(Encoding.UTF8.GetString(Take(ref bytes).Span), Take(ref bytes)));
        return new EventHeaders([.. headers]);
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        var taken = bytes.Slice(4, length);
        bytes = bytes[(4 + length)..];
        return taken;
    }
}
