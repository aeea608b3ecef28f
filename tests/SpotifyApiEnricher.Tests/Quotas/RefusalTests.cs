using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Quotas;

/// <summary>429 in each of its forms.</summary>
public sealed class RefusalTests : IDisposable
{
    private const string Path = "me/player/recently-played?limit=50";
    private readonly SpotifyWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(RefusalForm.Seconds)]
    [InlineData(RefusalForm.LowerCase)]
    [InlineData(RefusalForm.Date)]
    public async Task Refusal_For86400Seconds_IsKeptOverRestartsAndShown(object form)
    {
        world.Api.Form = (RefusalForm)form;
        world.Api.Skew = TimeSpan.FromHours(-7);
        world.Api.Overrides[Path] = () => world.Api.TooMany(TimeSpan.FromSeconds(86_400), "QUOTA_EXCEEDED");
        Assert.Equal(RunOutcomeKind.Deferred, (await world.PollAsync()).Outcome);
        var asked = world.Api.Requests.Count;
        world.Api.Overrides.Clear();
        world.Restart();

        Assert.Equal((SpotifyWorld.Start.AddDays(1), QuotaKind.DailyQuota), (world.Quota.Deadline!.Value, world.Quota.Reason));
        world.Clock.Advance(TimeSpan.FromSeconds(86_300));
        var deferred = await world.PollAsync();
        Assert.Equal(RunOutcomeKind.Deferred, deferred.Outcome);
        Assert.Contains("2026-11-29 08:00:00 UTC", deferred.Detail, StringComparison.Ordinal);
        Assert.Equal(asked, world.Api.Requests.Count);

        world.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(RunOutcomeKind.Done, (await world.PollAsync()).Outcome);
    }

    [Fact]
    public async Task Refusal_ForSeconds_IsWaitedFor()
    {
        var refusals = 0;
        world.Api.Overrides[Path] = () => ++refusals == 1 ? world.Api.TooMany(TimeSpan.FromSeconds(20), null) : FakeSpotify.Json(new System.Text.Json.Nodes.JsonObject());
        Assert.Equal(RunOutcomeKind.Done, (await world.PollAsync()).Outcome);
        Assert.InRange(world.Clock.GetUtcNow(), SpotifyWorld.Start.AddSeconds(20), SpotifyWorld.Start.AddSeconds(21));
    }

    [Fact]
    public async Task Refusal_WithoutHeader_DoublesTheDelayUpToAnHour()
    {
        world.Api.Form = RefusalForm.Missing;
        world.Api.Overrides["me"] = () => world.Api.TooMany(TimeSpan.FromSeconds(1), null);
        var delays = new List<double>();
        for (var run = 0; run < 12; run++)
        {
            Assert.Equal(RunOutcomeKind.Deferred, (await world.PollAsync()).Outcome);
            var wait = world.Quota.Deadline!.Value - world.Clock.GetUtcNow();
            delays.Add(wait.TotalSeconds);
            world.Clock.Advance(wait);
            world.Restart();
        }

        Assert.Equal(delays.Order(), delays);
        Assert.Equal(3600, delays[^1]);
        Assert.Empty(world.Rows("SELECT * FROM not_found"));
    }

    [Fact]
    public async Task Refusal_WithoutHeader_BeginsWithASecondAgainAfterAnAnswer()
    {
        world.Api.Form = RefusalForm.Missing;
        var store = world.Get<IQuotaStore>();
        for (var i = 0; i < 5; i++)
            await store.DeferAsync("default", QuotaKind.RateLimit, null, world.Clock.GetUtcNow(), CancellationToken.None);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.PollAsync();
        Assert.Equal(world.Clock.GetUtcNow().AddSeconds(1), await store.DeferAsync("default", QuotaKind.RateLimit, null, world.Clock.GetUtcNow(), CancellationToken.None));
    }

    [Fact]
    public async Task Refusal_OfOneProcess_HoldsForAnother()
    {
        await world.Get<IQuotaStore>().DeferAsync("default", QuotaKind.DailyQuota, TimeSpan.FromHours(3), world.Clock.GetUtcNow(), CancellationToken.None);
        using var other = new SpotifyWorld(image: world.Image());
        Assert.Equal(RunOutcomeKind.Deferred, (await other.PollAsync()).Outcome);
        Assert.Empty(other.Api.Requests);
    }
}
