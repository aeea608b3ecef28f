using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Tests.Proxy;

/// <summary>Two instances, of which one fails: reads are answered by the other, and nothing else is repeated.</summary>
public sealed class RetryMiddlewareTests
{
    private const string RetryShare = "EdgeGateway:Routes:RetryShare";
    private const int Enough = 40;

    /// <summary>Health checks that do not come while a test runs, and a budget for every request.</summary>
    private static readonly (string, string)[] Settings =
        [("EdgeGateway:Routes:HealthInterval", "00:05:00"), (RetryShare, "1"), ("EdgeGateway:Limits:Client:Burst", "10000")];

    [Fact]
    public async Task Read_OfAnInstanceThatIsUnavailable_IsAnsweredByTheOther()
    {
        await using var good = await TestUpstream.StartAsync();
        await using var bad = await TestUpstream.StartAsync();
        bad.Before = context => context.Request.Path.StartsWithSegments("/v1") ? OverloadedAsync(context) : Task.CompletedTask;
        bad.Error = new RpcException(new Status(StatusCode.Unavailable, "a store is away"));
        await using var edge = await TestEdge.StartAsync([good, bad], Settings);
        var key = await edge.KeyAsync();
        for (var i = 0; i < Enough; i++)
        {
            using var response = await edge.SendAsync("/v1/tracks/one", key);
            Assert.Equal("""{"track":"one"}""", await response.Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Headers.Contains("X-Content-Type-Options"));
            Assert.Equal("one", (await edge.Lookup.GetTrackAsync(new GetTrackRequest { Track = "one" }, Key(key))).Track.SpotifyId);
        }

        Assert.NotEmpty(bad.Requests);
    }

    /// <summary>
    /// More requests than may be repeated at once, after so many that went well that the share of failed ones stays small: the instance is left out after
    /// the first.
    /// </summary>
    [Fact]
    public async Task Read_OfAnInstanceThatIsGone_IsAnsweredByTheOther()
    {
        await using var good = await TestUpstream.StartAsync();
        var gone = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync([good, gone], WithRetryShare("0.01"));
        var key = await edge.KeyAsync();
        for (var i = 0; i < 200; i++)
            Assert.Equal(HttpStatusCode.OK, await edge.StatusAsync("/v1/tracks/one", key));
        await gone.DisposeAsync();
        for (var i = 0; i < Enough; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await edge.StatusAsync("/v1/tracks/one", key));
            Assert.Equal("one", (await edge.Lookup.GetTrackAsync(new GetTrackRequest { Track = "one" }, Key(key))).Track.SpotifyId);
        }
    }

    [Fact]
    public async Task Change_OfAnInstanceThatIsUnavailable_IsNotRepeated()
    {
        await using var one = await TestUpstream.StartAsync();
        await using var other = await TestUpstream.StartAsync();
        one.Before = other.Before = OverloadedAsync;
        await using var edge = await TestEdge.StartAsync([one, other], Settings);
        var key = await edge.KeyAsync(scopes: [KeyScope.Write], accounts: ["me"]);
        using var response = await edge.SendAsync("/v1/listening/me/settings", key, HttpMethod.Patch, new StringContent("{}"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Single(one.Requests.Concat(other.Requests));
    }

    [Fact]
    public async Task Read_OfAnInstanceThatSaysWhenToComeAgain_IsNotRepeated()
    {
        await using var one = await TestUpstream.StartAsync();
        await using var other = await TestUpstream.StartAsync();
        one.Before = other.Before = context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return OverloadedAsync(context);
        };
        await using var edge = await TestEdge.StartAsync([one, other], Settings);
        using var response = await edge.SendAsync("/v1/tracks/one", await edge.KeyAsync());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "overloaded"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Single(one.Requests.Concat(other.Requests));
    }

    [Fact]
    public async Task Reads_BeyondTheBudget_AreNotRepeated()
    {
        await using var one = await TestUpstream.StartAsync();
        await using var other = await TestUpstream.StartAsync();
        one.Before = other.Before = OverloadedAsync;
        await using var edge = await TestEdge.StartAsync([one, other], WithRetryShare("0.1"));
        var key = await edge.KeyAsync();
        for (var i = 0; i < 100; i++)
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await edge.StatusAsync("/v1/tracks/one", key));
        // Ten at once and a tenth of the requests.
        Assert.InRange(one.Requests.Count + other.Requests.Count, 100, 121);
    }

    [Fact]
    public async Task Read_OfAnInstanceThatDoesNotAnswer_EndsInTime()
    {
        await using var upstream = await TestUpstream.StartAsync();
        upstream.Before = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var edge = await TestEdge.StartAsync(upstream, ("EdgeGateway:Routes:LookupTimeout", "00:00:00.2"));
        var key = await edge.KeyAsync();
        Assert.Equal(HttpStatusCode.GatewayTimeout, await edge.StatusAsync("/v1/tracks/one", key));
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await edge.Lookup.GetTrackAsync(new GetTrackRequest { Track = "one" }, Key(key)));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Read_WithoutAnyInstance_IsUnavailable()
    {
        var gone = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(gone);
        await gone.DisposeAsync();
        var key = await edge.KeyAsync();
        Assert.Equal(HttpStatusCode.BadGateway, await edge.StatusAsync("/v1/tracks/one", key));
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await edge.Lookup.GetTrackAsync(new GetTrackRequest { Track = "one" }, Key(key)));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    private static Task OverloadedAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync("overloaded");
    }

    private static (string, string)[] WithRetryShare(string share) => [.. Settings.Where(setting => setting.Item1 != RetryShare), (RetryShare, share)];

    private static Metadata Key(string key) => new() { { "x-api-key", key } };
}
