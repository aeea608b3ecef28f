using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>
/// Times by a cron expression of five fields, in UTC: minute (0-59), hour (0-23), day of the month (1-31), month (1-12), day of the
/// week (0-7, 0 and 7 are Sunday). A field is <c>*</c> or a list of numbers and ranges, each with an optional step: <c>1,5</c>,
/// <c>1-5</c>, <c>*/15</c>, <c>10-40/10</c>. Where both days are restricted, either is enough, as in Vixie cron.
/// </summary>
public sealed class CronSchedule
{
    // 29 February comes again after eight years at most (1896 to 1904, 2096 to 2104).
    private const int SearchedYears = 9;

    private readonly ulong minutes;
    private readonly ulong hours;
    private readonly ulong days;
    private readonly ulong months;
    private readonly ulong weekdays;
    private readonly bool eitherDay;

    private CronSchedule(ulong minutes, ulong hours, ulong days, ulong months, ulong weekdays, bool eitherDay) =>
        (this.minutes, this.hours, this.days, this.months, this.weekdays, this.eitherDay) = (minutes, hours, days, months, weekdays, eitherDay);

    /// <summary>Reads an expression.</summary>
    /// <param name="fault">Which field cannot be read and what it may be; null where the expression can be read.</param>
    public static bool TryParse(string? expression, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? fault)
    {
        schedule = null;
        var fields = (expression ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            fault = $"A schedule has five fields (minute hour day month weekday), such as '0 3 * * *'; '{expression}' has {fields.Length}.";
            return false;
        }

        (string Name, int Min, int Max)[] bounds = [("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("weekday", 0, 7)];
        var sets = new ulong[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (!TryField(fields[i], bounds[i].Min, bounds[i].Max, out sets[i]))
            {
                fault = $"The {bounds[i].Name} '{fields[i]}' is not *, a number of {bounds[i].Min} to {bounds[i].Max}, a range, a step or a list of them.";
                return false;
            }
        }

        // 7 is Sunday too.
        var weekdays = (sets[4] | (sets[4] >> 7)) & 0x7F;
        schedule = new CronSchedule(sets[0], sets[1], sets[2], sets[3], weekdays, eitherDay: fields[2][0] != '*' && fields[4][0] != '*');
        fault = null;
        return true;
    }

    /// <summary>The first time after a moment; null when there is none, as on 30 February.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var utc = after.UtcDateTime;
        var time = new DateTime(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, 0, DateTimeKind.Utc).AddMinutes(1);
        var end = time.AddYears(SearchedYears);
        while (time < end)
        {
            if (!Has(months, time.Month))
                time = new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
            else if (!IsDay(time))
                time = time.Date.AddDays(1);
            else if (!Has(hours, time.Hour))
                time = time.Date.AddHours(time.Hour + 1);
            else if (!Has(minutes, time.Minute))
                time = time.AddMinutes(1);
            else
                return new DateTimeOffset(time, TimeSpan.Zero);
        }

        return null;
    }

    private bool IsDay(DateTime time)
    {
        var (day, weekday) = (Has(days, time.Day), Has(weekdays, (int)time.DayOfWeek));
        return eitherDay ? day || weekday : day && weekday;
    }

    private static bool Has(ulong set, int value) => (set >> value & 1) != 0;

    private static bool TryField(string field, int min, int max, out ulong set)
    {
        set = 0;
        foreach (var item in field.Split(','))
        {
            var parts = item.Split('/');
            var step = 1;
            if (parts.Length > 2 || (parts.Length == 2 && (!TryNumber(parts[1], 1, max, out step) || !(parts[0] == "*" || parts[0].Contains('-', StringComparison.Ordinal)))))
                return false;
            if (!TryRange(parts[0], min, max, out var first, out var last))
                return false;
            for (var value = first; value <= last; value += step)
                set |= 1UL << value;
        }

        return true;
    }

    private static bool TryRange(string text, int min, int max, out int first, out int last)
    {
        (first, last) = (min, max);
        if (text == "*")
            return true;
        var ends = text.Split('-');
        if (ends.Length > 2 || !TryNumber(ends[0], min, max, out first))
            return false;
        last = first;
        return ends.Length == 1 || (TryNumber(ends[1], min, max, out last) && first <= last);
    }

    private static bool TryNumber(string text, int min, int max, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max;
}
