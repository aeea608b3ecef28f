namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Reads the two forms of time that exports have; both are UTC.</summary>
internal static class Utf8Time
{
    private const int DateLength = 10;

    /// <summary><c>2024-01-15T10:03:01Z</c>, with or without a fraction; as Unix seconds.</summary>
    public static bool TryReadTimestamp(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text.Length < 20 || text[10] != 'T' || text[16] != ':' || text[^1] != 'Z' || !TryReadMinute(text, out var minute)
            || !TryReadDigits(text.Slice(17, 2), out var second) || second > 59 || !IsFraction(text[19..^1]))
            return false;
        seconds = minute + second;
        return true;
    }

    /// <summary><c>2024-01-15 10:03</c>; as Unix seconds of the minute's start.</summary>
    public static bool TryReadEndTime(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        return text.Length == 16 && text[10] == ' ' && TryReadMinute(text, out seconds);
    }

    private static bool TryReadMinute(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text[13] != ':' || !TryReadDate(text[..DateLength], out var days)
            || !TryReadDigits(text.Slice(11, 2), out var hour) || hour > 23 || !TryReadDigits(text.Slice(14, 2), out var minute) || minute > 59)
            return false;
        seconds = (((days * 24) + hour) * 60 + minute) * 60;
        return true;
    }

    private static bool TryReadDate(ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        if (text[4] != '-' || text[7] != '-' || !TryReadDigits(text[..2], out var century) || !TryReadDigits(text.Slice(2, 2), out var inCentury)
            || !TryReadDigits(text.Slice(5, 2), out var month) || month is < 1 or > 12 || !TryReadDigits(text.Slice(8, 2), out var day))
            return false;
        var year = (century * 100) + inCentury;
        if (year < 1 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;

        // Days from the civil calendar, with years that begin in March (Howard Hinnant, chrono-compatible low-level date algorithms).
        var shifted = month <= 2 ? year - 1 : year;
        var yearOfEra = shifted % 400;
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        days = (shifted / 400 * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> two, out int value)
    {
        var (tens, ones) = ((uint)two[0] - '0', (uint)two[1] - '0');
        value = (int)((tens * 10) + ones);
        return tens <= 9 && ones <= 9;
    }

    private static bool IsFraction(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] == '.' && text.Length > 1 && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
}
