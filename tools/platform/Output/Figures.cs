using System.Globalization;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Decimal units, three significant digits: 1.23 MB.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (bytes >= 1000 && unit < Units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        return $"{bytes.ToString(unit == 0 ? "0" : "0.##", CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>Reads a size such as <c>4GB</c>, <c>512 MB</c> or <c>4000000000</c>: decimal units.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long ParseBytes(string text)
    {
        var digits = text.TrimEnd().TrimEnd('B', 'b').TrimEnd();
        var unit = digits.Length > 0 ? "kmgt".IndexOf(char.ToLowerInvariant(digits[^1]), StringComparison.Ordinal) + 1 : 0;
        var number = unit > 0 ? digits[..^1] : digits;
        return double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            && value * Math.Pow(1000, unit) is var bytes and < long.MaxValue
            ? (long)bytes
            : throw new FormatException($"'{text}' is not a size: 4GB, 512MB or a number of bytes are.");
    }

    /// <summary>Time left at the present rate: "2:05 left", or nothing while no rate is known.</summary>
    public static string Left(long done, long total, TimeSpan elapsed)
    {
        if (done <= 0 || total <= done || elapsed < TimeSpan.FromSeconds(1))
            return "";
        var left = elapsed * ((double)(total - done) / done);
        return left.TotalHours >= 1 ? $"{(int)left.TotalHours}:{left:mm\\:ss} left" : $"{left:m\\:ss} left";
    }
}
