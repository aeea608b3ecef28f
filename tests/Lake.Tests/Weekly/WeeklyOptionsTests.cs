using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.Lake.Weekly;

namespace SpotifyPlatform.Lake.Tests.Weekly;

public sealed class WeeklyOptionsTests
{
    [Theory]
    [InlineData("2025-11-08T12:00:00Z", "2025-11-09T06:00:00Z")] // Winter: 07:00 in Paris is 06:00 UTC.
    [InlineData("2025-11-09T06:00:00Z", "2025-11-16T06:00:00Z")]
    [InlineData("2026-03-22T06:00:00Z", "2026-03-29T05:00:00Z")] // The day on which summer time begins.
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T06:00:00Z")] // The day on which it ends.
    public void NextTime_ByDefault_IsSunday7InParis(string after, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, null), new WeeklyOptions().NextTime()(DateTimeOffset.Parse(after, null)));

    [Fact]
    public void NextTime_WithoutASchedule_IsNever() => Assert.Null(new WeeklyOptions { Schedule = "" }.NextTime()(DateTimeOffset.UnixEpoch));

    [Theory]
    [InlineData("0 7 * *", "Europe/Paris")]
    [InlineData("0 7 * * 0", "Europe/Atlantis")]
    public void Validate_AScheduleOrZoneThatIsNone_IsRefused(string schedule, string zone)
    {
        var options = new WeeklyOptions { Schedule = schedule, TimeZone = zone };
        Assert.Single(options.Validate(new ValidationContext(options)));
    }
}
