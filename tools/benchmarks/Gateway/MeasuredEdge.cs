using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EdgeGateway;
using SpotifyPlatform.EdgeGateway.Keys;
using SpotifyPlatform.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>The edge and a bare proxy, both before one handler, and their clients.</summary>
internal sealed class MeasuredEdge : IAsyncDisposable
{
    private readonly WebApplication[] apps;
    private readonly GrpcChannel channel;
    private readonly GrpcChannel bareChannel;
    private readonly string folder;

    private MeasuredEdge(WebApplication handler, WebApplication edge, WebApplication bare, string key, string folder)
    {
        (apps, this.folder, Key) = ([edge, bare, handler], folder, key);
        var bareAddresses = bare.Urls.Select(url => new Uri(url)).ToList();
        (channel, bareChannel) = (GrpcChannel.ForAddress(edge.AdditionalAddress(1)), GrpcChannel.ForAddress(bareAddresses[1]));
        (Client, BareClient) = (new LookupService.LookupServiceClient(channel), new LookupService.LookupServiceClient(bareChannel));
        (Http, BareHttp) = (new HttpClient { BaseAddress = edge.AdditionalAddress(0) }, new HttpClient { BaseAddress = bareAddresses[0] });
        Http.DefaultRequestHeaders.Add("x-api-key", key);
        BareHttp.DefaultRequestHeaders.Add("x-api-key", key);
    }

    public LookupService.LookupServiceClient Client { get; }

    public LookupService.LookupServiceClient BareClient { get; }

    public HttpClient Http { get; }

    public HttpClient BareHttp { get; }

    public string Key { get; }

    public static async Task<MeasuredEdge> StartAsync(string text, string accessLog)
    {
        var folder = Directory.CreateTempSubdirectory("edge-bench").FullName;
        var issued = ClientRegistry.Empty.Create("bench", [KeyScope.Read], [], TimeProvider.System.GetUtcNow(), null);
        await KeyFile.ChangeAsync(Path.Combine(folder, "keys.json"), _ => issued.Registry, CancellationToken.None);
        var handler = await StartHandlerAsync(text);
        var upstream = handler.Urls.Single();
        return new MeasuredEdge(handler, await StartEdgeAsync(upstream, folder, accessLog), await StartBareAsync(upstream), issued.Text, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        BareHttp.Dispose();
        channel.Dispose();
        bareChannel.Dispose();
        foreach (var app in apps)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<WebApplication> StartHandlerAsync(string text)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<BareService>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGrpcService<BareService>();
        app.MapGet("/v1/tracks/{id}", () => Results.Content(text, "application/json"));
        app.MapGet("/health/ready", () => Results.Ok());
        app.Services.GetRequiredService<BareService>().AnswerWith(new GetTrackResponse { Track = new Track { Name = text } });
        await app.StartAsync();
        return app;
    }

    /// <summary>As it is deployed, but for limits that no client reaches.</summary>
    private static async Task<WebApplication> StartEdgeAsync(string upstream, string folder, string accessLog)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Port"] = "0", ["Http:GrpcPort"] = "0", ["EdgeGateway:Ports:Http"] = "0", ["EdgeGateway:Ports:Grpc"] = "0", ["EdgeGateway:LookupGateway"] = upstream,
            ["EdgeGateway:Keys:File"] = Path.Combine(folder, "keys.json"), ["EdgeGateway:Keys:LastUsedFile"] = Path.Combine(folder, "last-used.json"),
            ["EdgeGateway:Limits:Client:RequestsPerSecond"] = "1000000", ["EdgeGateway:Limits:Client:Burst"] = "1000000", ["EdgeGateway:AccessLog"] = accessLog,
        });
        builder.AddServiceDefaults(EdgeGatewayRegistration.Name);
        builder.AddEdgeGateway();
        builder.Logging.ClearProviders().AddProvider(new FormattingLog());
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapEdgeGateway();
        await app.StartAsync();
        return app;
    }

    private static async Task<WebApplication> StartBareAsync(string upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "handler", Match = new RouteMatch { Path = "/{**all}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "handler",
                    Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = upstream } },
                    HttpClient = new HttpClientConfig { EnableMultipleHttp2Connections = true },
                    HttpRequest = new ForwarderRequestConfig { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    /// <summary>Formats each line and drops it: what the disk or the collector costs is not the edge's.</summary>
    private sealed class FormattingLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            GC.KeepAlive(formatter(state, exception));

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
