using System.Security.Cryptography;
using System.Text;

namespace SpotifyPlatform.Artifacts.Durable;

/// <summary>
/// An indented JSON object whose last property, <c>sha256</c>, is the SHA-256 of the object without it: a number with a flipped bit is not read as
/// another number.
/// </summary>
public static class SealedJson
{
    private static readonly byte[] End = "\n}"u8.ToArray();
    private static readonly byte[] SealBegin = ",\n  \"sha256\": \""u8.ToArray();
    private static readonly byte[] SealEnd = "\"\n}"u8.ToArray();
    private static readonly int SealBytes = SealBegin.Length + 2 * SHA256.HashSizeInBytes + SealEnd.Length;

    /// <param name="json">An object with at least one property, a line each.</param>
    public static byte[] Seal(ReadOnlySpan<byte> json) => json.EndsWith(End)
        ? [.. json[..^End.Length], .. SealBegin, .. HashOf(json), .. SealEnd]
        : throw new ArgumentException("Only an indented object can be sealed.", nameof(json));

    /// <summary>The object as it was before it was sealed.</summary>
    /// <exception cref="InvalidDataException">The bytes do not have their hash; the message is the rest of a sentence about the file.</exception>
    public static byte[] Open(ReadOnlySpan<byte> bytes)
    {
        var split = bytes.Length - SealBytes;
        if (split < 0 || !bytes[split..].StartsWith(SealBegin) || !bytes.EndsWith(SealEnd))
            throw new InvalidDataException("it does not end in its hash. It was cut or overwritten, or another version of this program wrote it");
        byte[] json = [.. bytes[..split], .. End];
        return bytes.Slice(split + SealBegin.Length, 2 * SHA256.HashSizeInBytes).SequenceEqual(HashOf(json))
            ? json
            : throw new InvalidDataException("it does not have its hash");
    }

    private static byte[] HashOf(ReadOnlySpan<byte> json) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)));
}
