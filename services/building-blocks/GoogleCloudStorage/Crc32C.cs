using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.GoogleCloudStorage;

/// <summary>The checksum that Google Cloud Storage keeps of every object: CRC-32C (RFC 3720). System.IO.Hashing does not have it.</summary>
internal sealed class Crc32C
{
    private const int BufferBytes = 1 << 20;

    private uint state = uint.MaxValue;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = state;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, rest);
        state = crc;
    }

    /// <summary>The checksum as the API writes it: base64 of four bytes, the highest first.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~state);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>The checksum of a whole stream, which is then at its beginning again.</summary>
    public static async Task<string> OfAsync(Stream content, CancellationToken cancellationToken)
    {
        var crc = new Crc32C();
        var buffer = new byte[BufferBytes];
        for (int count; (count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            crc.Append(buffer.AsSpan(0, count));
        content.Position = 0;
        return crc.ToString();
    }
}
