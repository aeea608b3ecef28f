using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Quotas;

/// <summary>Our own limits: what is counted, and when the next request may be made.</summary>
public sealed class QuotaTests : IDisposable
{
    private readonly SpotifyWorld world = new(new() { ["RequestsPerMinute"] = "6", ["RequestsPerDay"] = "20", ["ShareForJobs"] = "0.25", ["ShareForRequests"] = "0.25" });

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Reserve_HalfTheMinuteIn30Seconds_WaitsUntilTheyAreOver()
    {
        for (var i = 0; i < 3; i++)
            Assert.Null((await ReserveAsync()).WaitUntil);
        Assert.Equal(SpotifyWorld.Start.AddSeconds(31), (await ReserveAsync()).WaitUntil);
    }

    [Fact]
    public async Task Reserve_InAnyMinuteAndDay_NeverPassesTheLimits()
    {
        var granted = new List<DateTimeOffset>();
        for (var step = 0; step < 400; step++)
        {
            if ((await ReserveAsync()).WaitUntil is { } until)
                world.Clock.Set(until);
            else
                granted.Add(world.Clock.GetUtcNow());
        }

        Assert.True(granted.Count > 40);
        foreach (var time in granted)
        {
            Assert.InRange(granted.Count(other => other >= time && other < time.AddSeconds(30)), 1, 3);
            Assert.InRange(granted.Count(other => other >= time && other < time.AddMinutes(1)), 1, 6);
            Assert.InRange(granted.Count(other => other >= time && other < time.AddDays(1)), 1, 20);
        }
    }

    [Fact]
    public async Task Reserve_AfterRestart_RemembersWhatWasSpent()
    {
        for (var i = 0; i < 3; i++)
            await ReserveAsync();
        world.Restart();
        Assert.NotNull((await ReserveAsync()).WaitUntil);
        Assert.Equal((3, 3), (world.Quota.LastMinute, world.Quota.LastDay));
    }

    [Theory]
    [InlineData(RequestPriority.Backfill, 10)]
    [InlineData(RequestPriority.Requested, 15)]
    [InlineData(RequestPriority.Job, 20)]
    public async Task Reserve_OfADay_LeavesTheRestToHigherPriorities(object priority, int expected)
    {
        var granted = 0;
        for (var hour = 0; hour < 23 * 20; hour++)
        {
            granted += (await ReserveAsync((RequestPriority)priority)).WaitUntil is null ? 1 : 0;
            world.Clock.Advance(TimeSpan.FromMinutes(3));
        }

        Assert.Equal(expected, granted);
    }

    [Fact]
    public async Task Reserve_WhereTheClockWasSetBack_CountsWhatLiesAheadAsNow()
    {
        for (var i = 0; i < 3; i++)
            await ReserveAsync();
        world.Clock.Set(SpotifyWorld.Start.AddYears(-1));
        Assert.Equal(SpotifyWorld.Start.AddYears(-1).AddSeconds(31), (await ReserveAsync()).WaitUntil);
    }

    [Fact]
    public async Task Deadline_WhereTheClockWasSetBack_KeepsItsLength()
    {
        var store = world.Get<IQuotaStore>();
        await store.DeferAsync("default", QuotaKind.RateLimit, TimeSpan.FromMinutes(10), world.Clock.GetUtcNow(), CancellationToken.None);
        world.Clock.Set(SpotifyWorld.Start.AddYears(-1));
        Assert.Equal(SpotifyWorld.Start.AddYears(-1).AddMinutes(10), (await ReserveAsync()).WaitUntil);
    }

    private Task<Reservation> ReserveAsync(RequestPriority priority = RequestPriority.Job) =>
        world.Get<IQuotaStore>().ReserveAsync(world.Get<QuotaRules>(), priority, world.Clock.GetUtcNow(), CancellationToken.None);
}
