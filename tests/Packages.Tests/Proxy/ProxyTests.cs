using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Packages.Tests.Calls;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace SpotifyPlatform.Packages.Tests.Proxy;

public class ProxyTests : ProbeServerTests
{
    [Fact]
    public async Task Grpc_ThroughTheProxy_KeepsStreamsTrailersAndStatus()
    {
        await using var proxy = await StartProxyAsync(HttpProtocols.Http2);
        using var channel = GrpcChannel.ForAddress(proxy.Urls.Single());
        var client = new Probe.ProbeClient(channel);

        using var chat = client.Chat();
        foreach (var text in (string[])["one", "two"])
        {
            await chat.RequestStream.WriteAsync(new ProbeRequest { Text = text });
            Assert.True(await chat.ResponseStream.MoveNext());
            Assert.Equal(text, chat.ResponseStream.Current.Text);
        }

        await chat.RequestStream.CompleteAsync();
        Assert.False(await chat.ResponseStream.MoveNext());
        using var echo = client.EchoAsync(new ProbeRequest(), new Metadata { { "probe-bytes-bin", [0, 255] } });
        await echo;
        Assert.Equal([0, 255], echo.GetTrailers().GetValueBytes("probe-bytes-bin"));
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await client.FailAsync(new ProbeRequest { Text = "gone", Count = (int)StatusCode.NotFound }));
        Assert.Equal((StatusCode.NotFound, "gone"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task Http_ThroughTheProxy_ChangesVersionAndPinsTheSession()
    {
        await using var proxy = await StartProxyAsync(HttpProtocols.Http1);
        using var http = new HttpClient();

        using var response = await http.GetAsync(new Uri(new Uri(proxy.Urls.Single()), "/hello"));

        Assert.Equal("hello over HTTP/2", await response.Content.ReadAsStringAsync());
        // The policy hashes the destination's name with XxHash64: the one call that YARP makes to System.IO.Hashing.
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("affinity=", cookie, StringComparison.Ordinal);
    }

    private async Task<WebApplication> StartProxyAsync(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = protocols));
        builder.Services.AddRouting();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "probe", Match = new RouteMatch { Path = "{**path}" } }],
            [ProbeCluster()]);

        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    private ClusterConfig ProbeCluster() => new()
    {
        ClusterId = "probe",
        Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = Server.Address } },
        HttpRequest = new ForwarderRequestConfig { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        SessionAffinity = new SessionAffinityConfig { Enabled = true, Policy = "HashCookie", AffinityKeyName = "affinity" },
    };
}
