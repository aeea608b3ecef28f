using System.Globalization;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Formats and parses sizes and durations for people.</summary>
internal static class Humanize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Decimal units, at most two decimals: 1.23 MB.</summary>
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

    /// <summary>Reads a size such as <c>4GB</c>, <c>512 MB</c> or <c>4000000000</c>, in decimal units.</summary>
    /// <exception cref="FormatException">The text is not a size.</exception>
    public static long ParseBytes(string text)
    {
        var digits = text.TrimEnd().TrimEnd('B', 'b').TrimEnd();
        var unit = digits.Length > 0 ? "kmgt".IndexOf(char.ToLowerInvariant(digits[^1]), StringComparison.Ordinal) + 1 : 0;
        var number = unit > 0 ? digits[..^1] : digits;
        return double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            && value * Math.Pow(1000, unit) is var bytes and < long.MaxValue
            ? (long)bytes
            : throw new FormatException($"'{text}' is not a size. Write 4GB, 512MB or a number of bytes.");
    }

    /// <summary>Time left at the average rate so far, such as "2:05 left"; empty in the first second.</summary>
    public static string TimeLeft(long done, long total, TimeSpan elapsed)
    {
        if (done <= 0 || total <= done || elapsed < TimeSpan.FromSeconds(1))
            return "";
        return TimeLeft(elapsed * ((double)(total - done) / done));
    }

    /// <summary>Such as "2:05 left".</summary>
    public static string TimeLeft(TimeSpan left) => left.TotalHours >= 1 ? $"{(int)left.TotalHours}:{left:mm\\:ss} left" : $"{left:m\\:ss} left";
}
