using System.Globalization;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Tests.Promotions;

public sealed class CronScheduleTests
{
    // 2026-11-21 is a Saturday.
    [Theory]
    [InlineData("0 3 * * *", "2026-11-21 02:59", "2026-11-21 03:00")]
    [InlineData("0 3 * * *", "2026-11-21 03:00", "2026-11-22 03:00")]
    [InlineData("* * * * *", "2026-11-21 23:59", "2026-11-22 00:00")]
    [InlineData("*/15 * * * *", "2026-11-21 10:46", "2026-11-21 11:00")]
    [InlineData("5-20/10 * * * *", "2026-11-21 10:05", "2026-11-21 10:15")]
    [InlineData("5-20/10 * * * *", "2026-11-21 10:15", "2026-11-21 11:05")]
    [InlineData("0 8,20 * * *", "2026-11-21 08:00", "2026-11-21 20:00")]
    [InlineData("0 0 1 * *", "2026-12-31 12:00", "2027-01-01 00:00")]
    [InlineData("0 0 31 * *", "2026-11-01 00:00", "2026-12-31 00:00")]
    [InlineData("30 6 * * 1-5", "2026-11-21 00:00", "2026-11-23 06:30")]
    [InlineData("0 0 * * 0", "2026-11-21 00:00", "2026-11-22 00:00")]
    [InlineData("0 0 * * 7", "2026-11-21 00:00", "2026-11-22 00:00")]
    [InlineData("0 0 * * 5-7", "2026-11-22 00:00", "2026-11-27 00:00")]
    [InlineData("0 0 * 2 *", "2026-11-21 00:00", "2027-02-01 00:00")]
    [InlineData("0 0 29 2 *", "2026-11-21 00:00", "2028-02-29 00:00")]
    [InlineData("0 0 29 2 *", "2096-03-01 00:00", "2104-02-29 00:00")]
    [InlineData("0 0 13 * 5", "2026-11-21 00:00", "2026-11-27 00:00")] // Either day is enough:
    [InlineData("0 0 13 * 5", "2026-12-12 00:00", "2026-12-13 00:00")] // a Friday, or the 13th.
    [InlineData("0 0 */2 * 5", "2026-11-21 00:00", "2026-11-27 00:00")] // A starred day restricts with the weekday: a Friday of an odd date.
    public void Next_Expression_IsTheFirstTimeAfter(string expression, string after, string expected) =>
        Assert.Equal(Time(expected), Parse(expression).Next(Time(after)));

    [Fact]
    public void Next_SecondsWithinAMinute_AreLeftOut() => Assert.Equal(Time("2026-11-21 10:01"), Parse("* * * * *").Next(Time("2026-11-21 10:00").AddSeconds(59)));

    [Fact]
    public void Next_AnotherTimeZone_IsReadAsUtc() =>
        Assert.Equal(Time("2026-11-21 03:00"), Parse("0 3 * * *").Next(new DateTimeOffset(2026, 11, 21, 3, 30, 0, TimeSpan.FromHours(2))));

    [Fact]
    public void Next_ADayThatNeverComes_IsNone() => Assert.Null(Parse("0 0 30 2 *").Next(Time("2026-11-21 00:00")));

    [Fact]
    public void Next_AgainstEveryMinuteOfAYear_MissesNoneAndAddsNone()
    {
        var schedule = Parse("7,*/20 1-5,22 1-10,31 */3 2");
        var time = Time("2027-01-01 00:00").AddMinutes(-1);
        var expected = Enumerable.Range(0, 365 * 24 * 60).Select(minute => Time("2027-01-01 00:00").AddMinutes(minute)).Where(at =>
            (at.Minute == 7 || at.Minute % 20 == 0) && (at.Hour is >= 1 and <= 5 or 22) && at.Month % 3 == 1
            && (at.Day is <= 10 or 31 || at.DayOfWeek == DayOfWeek.Tuesday)).ToList();
        Assert.InRange(expected.Count, 1_000, 4_000);
        foreach (var at in expected)
            Assert.Equal(at, time = schedule.Next(time)!.Value);
    }

    [Theory]
    [InlineData(null, "five fields")]
    [InlineData("", "five fields")]
    [InlineData("0 3 * *", "has 4")]
    [InlineData("0 3 * * * *", "has 6")]
    [InlineData("60 3 * * *", "minute '60'")]
    [InlineData("0 24 * * *", "hour '24'")]
    [InlineData("0 3 0 * *", "day of the month '0'")]
    [InlineData("0 3 32 * *", "1 to 31")]
    [InlineData("0 3 * 13 *", "month '13'")]
    [InlineData("0 3 * * 8", "weekday '8'")]
    [InlineData("0 3 * * MON", "weekday 'MON'")]
    [InlineData("-1 3 * * *", "minute '-1'")]
    [InlineData("5-1 3 * * *", "minute '5-1'")]
    [InlineData("*/0 3 * * *", "minute '*/0'")]
    [InlineData("1/2 3 * * *", "minute '1/2'")]
    [InlineData("1-2-3 3 * * *", "minute '1-2-3'")]
    [InlineData("1, 3 * * *", "minute '1,'")]
    [InlineData("1,,2 3 * * *", "minute '1,,2'")]
    [InlineData("+1 3 * * *", "minute '+1'")]
    public void TryParse_Malformed_NamesTheField(string? expression, string named)
    {
        Assert.False(CronSchedule.TryParse(expression, out _, out var fault));
        Assert.Contains(named, fault, StringComparison.Ordinal);
    }

    private static CronSchedule Parse(string expression)
    {
        Assert.True(CronSchedule.TryParse(expression, out var schedule, out var fault), fault);
        return schedule;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
