using System.Globalization;
using System.Text;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>
/// A key's segment as a file name: percent-encoded but for lower-case letters, digits and a few signs. Names that differ only by case
/// therefore differ on every file system, no name is hidden, and none is a device of Windows.
/// </summary>
internal static class SegmentEncoding
{
    private const string Plain = "-_.=+@,~";

    private static readonly string[] Devices =
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"com{i}", $"lpt{i}" })];

    /// <exception cref="ArgumentException">The name would be too long: capital letters and other scripts take three bytes for one.</exception>
    public static string Encode(string segment)
    {
        var name = EncodeAny(segment);
        return name.Length <= ArtifactKey.MaxSegmentBytes
            ? name
            : throw new ArgumentException($"The part '{segment}' of an artifact key makes a file name of {name.Length} bytes; a name has at most {ArtifactKey.MaxSegmentBytes}.", nameof(segment));
    }

    /// <summary>The segment behind a file name, or null for a name that <see cref="Encode"/> does not make.</summary>
    public static string? Decode(string name)
    {
        var segment = Uri.UnescapeDataString(name);
        return EncodeAny(segment) == name ? segment : null;
    }

    private static string EncodeAny(string segment)
    {
        var bytes = Encoding.UTF8.GetBytes(segment);
        var device = Devices.Contains(segment.Split('.')[0], StringComparer.Ordinal);
        var name = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            // A leading dot hides a name, and Windows drops a trailing one.
            var plain = (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || Plain.Contains(c))
                && !(c == '.' && (i == 0 || i == bytes.Length - 1))
                && !(device && i == 0);
            if (plain)
                name.Append(c);
            else
                name.Append(CultureInfo.InvariantCulture, $"%{bytes[i]:x2}");
        }

        return name.ToString();
    }
}
