using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EdgeGateway.Proxy;
using Yarp.ReverseProxy.Configuration;

namespace SpotifyPlatform.EdgeGateway.Tests.Proxy;

/// <summary>Which instances of a service requests go to.</summary>
public sealed class InstancesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Requests_ToTwoInstances_GoToBoth()
    {
        await using var one = await TestUpstream.StartAsync();
        await using var other = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync([one, other], []);
        var key = await edge.KeyAsync();
        for (var i = 0; i < 60; i++)
            await edge.Lookup.GetTrackAsync(new() { Track = "one" }, new Grpc.Core.Metadata { { "x-api-key", key } });
        Assert.True(one.Requests.Count > 10 && other.Requests.Count > 10, $"{one.Requests.Count} and {other.Requests.Count}");
    }

    [Fact]
    public async Task Instance_ThatIsNotReady_GetsNoRequestsUntilItIs()
    {
        await using var one = await TestUpstream.StartAsync();
        await using var other = await TestUpstream.StartAsync();
        one.IsReady = false;
        await using var edge = await TestEdge.StartAsync([one, other], [("EdgeGateway:Routes:HealthInterval", "00:00:00.1")]);
        var key = await edge.KeyAsync();
        await UntilAsync(async () => (await MetricsAsync(edge)).Contains("edge_instances_available{otel_scope_name=\"SpotifyPlatform.EdgeGateway\",service=\"lookup-gateway\"} 1", StringComparison.Ordinal));
        var before = one.Requests.Count;
        for (var i = 0; i < 40; i++)
            Assert.Equal(HttpStatusCode.OK, await edge.StatusAsync("/v1/tracks/one", key));
        Assert.Equal(before, one.Requests.Count);

        one.IsReady = true;
        await UntilAsync(async () => await edge.StatusAsync("/v1/tracks/one", key) == HttpStatusCode.OK && one.Requests.Count > before);
    }

    [Fact]
    public async Task Resolve_NameOfAllLoopback_MakesADestinationOfEachAddress()
    {
        var resolver = Resolver();
        var resolved = await resolver.ResolveDestinationsAsync(new Dictionary<string, DestinationConfig> { ["a"] = new() { Address = "http://localhost:8081" } }, default);
        Assert.Contains("http://127.0.0.1:8081/", resolved.Destinations.Keys);
        Assert.All(resolved.Destinations.Values, destination => Assert.Equal("localhost:8081", destination.Host));
        Assert.False(resolved.ChangeToken!.HasChanged);
    }

    [Fact]
    public async Task Resolve_NameThatIsUnknown_HasNoDestinationAndDoesNotFail()
    {
        var resolved = await Resolver().ResolveDestinationsAsync(new Dictionary<string, DestinationConfig> { ["a"] = new() { Address = "http://nowhere.invalid:8081" } }, default);
        Assert.Empty(resolved.Destinations);
    }

    private static UpstreamResolver Resolver() => new(Options.Create(new EdgeGatewayOptions()), TimeProvider.System, NullLogger<UpstreamResolver>.Instance);

    private static async Task<string> MetricsAsync(TestEdge edge)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(edge.OperatorAddress, "/metrics"));
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        for (var since = Stopwatch.StartNew(); !await isDone();)
        {
            Assert.True(since.Elapsed < Patience, "It did not come about.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
