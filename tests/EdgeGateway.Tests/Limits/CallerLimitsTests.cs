using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EdgeGateway.Limits;

namespace SpotifyPlatform.EdgeGateway.Tests.Limits;

public sealed class CallerLimitsTests
{
    private static readonly LimitedCaller Phone = new(IsClient: true, "key:phone");

    [Fact]
    public void Acquire_OverTheRate_IsRefusedWithATime()
    {
        using var limits = Limits(burst: 3, concurrency: 100);
        for (var i = 0; i < 3; i++)
            using (var lease = limits.Acquire(Phone))
                Assert.True(lease.IsAcquired);
        using var refused = limits.Acquire(Phone);
        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var wait));
        Assert.InRange(wait.TotalSeconds, 1, 1001);
        using var other = limits.Acquire(Phone with { Name = "key:desk" });
        Assert.True(other.IsAcquired);
        using var address = limits.Acquire(Phone with { IsClient = false });
        Assert.True(address.IsAcquired);
    }

    [Fact]
    public void Acquire_OverTheConcurrency_IsRefusedUntilOneEnds()
    {
        using var limits = Limits(burst: 100, concurrency: 2);
        using var first = limits.Acquire(Phone);
        using (var second = limits.Acquire(Phone))
        {
            Assert.True(second.IsAcquired);
            using var third = limits.Acquire(Phone);
            Assert.False(third.IsAcquired);
        }

        using var again = limits.Acquire(Phone);
        Assert.True(again.IsAcquired);
    }

    [Theory]
    [InlineData("10.1.2.3", "::ffff:10.1.2.3", true)]
    [InlineData("2001:db8:1:2::3", "2001:db8:1:2:ffff::4", true)]
    [InlineData("2001:db8:1:2::3", "2001:db8:1:3::3", false)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    public void OfAddress_TwoAddresses_CountTogetherWithinANetworkOfOneCaller(string one, string other, bool together) =>
        Assert.Equal(together, CallerLimits.OfAddress(IPAddress.Parse(one)) == CallerLimits.OfAddress(IPAddress.Parse(other)));

    /// <summary>One request in a thousand seconds, so that none is earned while the test runs.</summary>
    private static CallerLimits Limits(int burst, int concurrency)
    {
        var limit = new CallerLimitOptions { RequestsPerSecond = 0.001, Burst = burst, Concurrency = concurrency };
        return new(Options.Create(new EdgeGatewayOptions { Limits = new LimitOptions { Client = limit, Address = limit } }));
    }
}
