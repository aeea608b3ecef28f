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

    /// <summary>Time left at the present rate: "2:05 left", or nothing while no rate is known.</summary>
    public static string Left(long done, long total, TimeSpan elapsed)
    {
        if (done <= 0 || total <= done || elapsed < TimeSpan.FromSeconds(1))
            return "";
        var left = elapsed * ((double)(total - done) / done);
        return left.TotalHours >= 1 ? $"{(int)left.TotalHours}:{left:mm\\:ss} left" : $"{left:m\\:ss} left";
    }
}
