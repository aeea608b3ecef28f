using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Imports;

/// <summary>What exports say of time, and how it misleads.</summary>
public sealed class TimeTrapTests : IDisposable
{
    private readonly ListeningWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Ts_IsTheEndOfThePlay_StartLiesTheTimePlayedBefore()
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2024-01-15T10:03:01Z", 181_000)));
        Assert.Equal(new DateTime(2024, 1, 15, 10, 3, 1, DateTimeKind.Utc), row.TsUtc);
        Assert.Equal(new DateTime(2024, 1, 15, 10, 0, 0, DateTimeKind.Utc), row.StartedAtUtc);
    }

    [Fact]
    public async Task Ts_NearMidnight_FallsOnTheDayOfTheAccountsTimeZone()
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2024-07-02T02:30:00Z", 60_000)));
        Assert.Equal(new LocalTime(new DateOnly(2024, 7, 1), 22), row.Local);
        Assert.Equal((2024, 7, "2024-07", 0), (row.Local.Year, row.Local.Month, row.Local.YearMonth, row.Local.DayOfWeek));
    }

    [Fact]
    public async Task Ts_OfAPlayOverMidnight_FallsOnTheDayOfTheStartWhereTheSettingSaysSo()
    {
        await world.RowsOfAsync(ExportRow.Extended("2024-07-02T04:01:00Z", 180_000));
        Assert.Equal(new LocalTime(new DateOnly(2024, 7, 2), 0), Assert.Single(world.Rows()).Local);
        await SetDatesByStartAsync();
        Assert.Equal(new LocalTime(new DateOnly(2024, 7, 1), 23), Assert.Single(world.Rows()).Local);
    }

    [Fact]
    public async Task Ts_OfAnOfflinePlayReportedDaysLater_FallsOnTheDayItWasPlayedWhereDatesGoByTheStart()
    {
        await SetDatesByStartAsync();
        var row = Assert.Single(await world.RowsOfAsync(
            ExportRow.Extended("2018-06-03T16:00:00Z", 180_000).With("offline", true).With("offline_timestamp", 1_527_854_400_000)));
        Assert.Equal(new LocalTime(new DateOnly(2018, 6, 1), 8), row.Local);
        Assert.Equal(new DateTime(2018, 6, 3, 16, 0, 0, DateTimeKind.Utc), row.TsUtc);
    }

    [Fact]
    public async Task Ts_InTheHourThatClocksRepeat_HasTheHourOnTheWall()
    {
        var rows = await world.RowsOfAsync(ExportRow.Extended("2024-11-03T05:30:00Z", 60_000), ExportRow.Extended("2024-11-03T06:30:00Z", 60_000));
        Assert.All(rows, row => Assert.Equal(1, row.Local.Hour));
    }

    [Theory]
    [InlineData(1_527_840_000_123, "2018-06-01T08:00:00.123")] // milliseconds, as until about 2022
    [InlineData(1_527_840_000, "2018-06-01T08:00:00")] // seconds, as since
    [InlineData(0, "2018-06-01T08:02:00")] // says nothing
    [InlineData(42, "2018-06-01T08:02:00")] // says nothing
    public async Task OfflineTimestamp_InEitherUnit_IsTheStart(long offline, string start)
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2018-06-01T08:05:00Z", 180_000).With("offline_timestamp", offline)));
        Assert.Equal(DateTime.Parse(start, System.Globalization.CultureInfo.InvariantCulture), row.StartedAtUtc);
    }

    [Fact]
    public async Task OfflineTimestamp_UnitsMixedInOneExport_AreToldApartByRow()
    {
        var rows = await world.RowsOfAsync(
            ExportRow.Extended("2018-06-01T08:05:00Z", 1).With("offline_timestamp", 1_527_840_000_000),
            ExportRow.Extended("2024-06-01T08:05:00Z", 1).With("offline_timestamp", 1_717_228_800));
        Assert.All(rows, row => Assert.Equal(new TimeSpan(8, 0, 0), row.StartedAtUtc.TimeOfDay));
    }

    [Theory]
    [InlineData(1_527_840_310, "08:05:00")] // 10 s after the end
    [InlineData(1_527_840_304, "08:05:04")] // within tolerance
    [InlineData(1_525_162_000, "08:05:00")] // 31 days before
    [InlineData(1_527_660_000, "06:00:00")] // two days before, as one real row
    public async Task OfflineTimestamp_OutsideItsBounds_IsNotTheStart(long offline, string start)
    {
        var row = Assert.Single(await world.RowsOfAsync(ExportRow.Extended("2018-06-01T08:05:00Z", 0).With("offline_timestamp", offline)));
        Assert.Equal(start, row.StartedAtUtc.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task SameSecond_OtherTrack_BothAreKept()
    {
        var rows = await world.RowsOfAsync(ExportRow.Extended("2024-01-15T10:03:01Z", 181_000), ExportRow.Extended("2024-01-15T10:03:01Z", 2_000, song: 2));
        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public async Task SameTrackWithinAMinute_AreTwoPlays_NothingIsMergedByNearness()
    {
        var rows = await world.RowsOfAsync(ExportRow.Extended("2024-01-15T10:03:01Z", 31_000), ExportRow.Extended("2024-01-15T10:03:41Z", 31_000));
        Assert.Equal(2, rows.Count(row => row.Counts));
        Assert.DoesNotContain(rows, row => row.SuspectedDuplicate);
    }

    [Fact]
    public async Task SamePlayTwiceFasterThanItCouldBePlayed_IsFlaggedAndKept()
    {
        var rows = await world.RowsOfAsync(
            ExportRow.Extended("2024-01-15T15:00:00Z", 5_984_871), ExportRow.Extended("2024-01-15T15:01:18Z", 5_984_871), ExportRow.Extended("2024-01-15T15:02:36Z", 5_984_871));
        Assert.Equal([false, true, true], rows.Select(row => row.SuspectedDuplicate));
        Assert.All(rows, row => Assert.True(row.Counts));
    }

    [Fact]
    public async Task PlaysOfTwoDevices_OverlappingInTime_AreKept()
    {
        var rows = await world.RowsOfAsync(ExportRow.Extended("2024-01-15T10:03:00Z", 180_000), ExportRow.Extended("2024-01-15T10:04:00Z", 180_000, song: 2));
        Assert.Equal(2, rows.Count(row => row.Counts && !row.SuspectedDuplicate));
    }

    private Task SetDatesByStartAsync() =>
        world.Imports.SaveSettingsAsync(world.Account, world.Imports.Settings(world.Account) with { DatesByStart = true }, CancellationToken.None);
}
