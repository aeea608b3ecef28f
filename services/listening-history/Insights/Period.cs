using System.Globalization;

namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>The days that figures cover, both inclusive, and those that they are compared with.</summary>
/// <param name="Previous">As many days just before, or the same span of the year before; null for all time.</param>
internal sealed record Period(DateOnly From, DateOnly To, (DateOnly From, DateOnly To)? Previous)
{
    public const string Names = "7d, 30d, 90d, year, 12m, all, a year such as 2024, or FROM..TO with dates such as 2024-01-01..2024-03-31";

    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Days from first to last.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <param name="text">One of <see cref="Names"/>; empty is all.</param>
    /// <param name="today">The last day of the periods that end today.</param>
    /// <exception cref="MalformedInsightException">It is not a period.</exception>
    public static Period Parse(string text, DateOnly today) => text switch
    {
        "" or "all" => new(DateOnly.MinValue, DateOnly.MaxValue, null),
        "7d" => Ending(today, 7),
        "30d" => Ending(today, 30),
        "90d" => Ending(today, 90),
        "year" => new(new(today.Year, 1, 1), today, (new(today.Year - 1, 1, 1), today.AddYears(-1))),
        "12m" => new(today.AddYears(-1).AddDays(1), today, (today.AddYears(-2).AddDays(1), today.AddYears(-1))),
        _ when Year(text) is { } year => new(new(year, 1, 1), new(year, 12, 31), (new(year - 1, 1, 1), new(year - 1, 12, 31))),
        _ when text.Split("..") is [var from, var to] => Between(Date(from), Date(to)),
        _ => throw new MalformedInsightException($"'{Shown(text)}' is not a period. It may be {Names}."),
    };

    /// <exception cref="MalformedInsightException">The text is not a date.</exception>
    public static DateOnly Date(string text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 2 and < 9998
            ? date
            : throw new MalformedInsightException($"'{Shown(text)}' is not a date. Write it as YYYY-MM-DD.");

    /// <exception cref="MalformedInsightException">It ends before it begins.</exception>
    private static Period Between(DateOnly from, DateOnly to)
    {
        if (to < from)
            throw new MalformedInsightException($"The period ends on {Text(to)}, before it begins on {Text(from)}. Write FROM..TO with the earlier date first.");
        var days = to.DayNumber - from.DayNumber + 1;
        return new(from, to, from.DayNumber >= days ? (from.AddDays(-days), from.AddDays(-1)) : null);
    }

    private static Period Ending(DateOnly today, int days) => Between(today.AddDays(1 - days), today);

    private static int? Year(string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 2 and < 9998 ? year : null;

    public static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>The caller's text without control characters, which could confuse a terminal or a log.</summary>
    private static string Shown(string text) => string.Concat(text.Take(40).Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
