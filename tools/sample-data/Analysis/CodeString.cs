using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>
/// The four code strings of a track: numbers, zlib-compressed, in base64url, as in the source. The numbers are random.
/// </summary>
internal static class CodeString
{
    /// <param name="numbers">Count of numbers; each takes about four characters.</param>
    /// <param name="format">Such as <c>x5</c> for echoprint's hexadecimal, <c>0</c> for decimal separated by spaces.</param>
    public static byte[] Of(ref Rng rng, int numbers, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < numbers; i++)
        {
            text.Append(rng.Below(format == "0" ? 1024 : 1 << 20).ToString(format, CultureInfo.InvariantCulture));
            if (format == "0")
                text.Append(' ');
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(Encoding.ASCII.GetBytes(text.ToString()));
        var encoded = new byte[Base64Url.GetEncodedLength((int)packed.Length) + 2];
        var written = Base64Url.EncodeToUtf8(packed.GetBuffer().AsSpan(0, (int)packed.Length), encoded);
        while (written % 4 != 0)
            encoded[written++] = (byte)'=';
        return encoded[..written];
    }
}
