using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.Packages.Tests.Calls;

/// <summary>The published gRPC server on a real Kestrel, on a loopback port of the system's choice.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProbeServer(WebApplication app, string address)
    {
        _app = app;
        Address = address;
        Channel = GrpcChannel.ForAddress(address);
        Client = new Probe.ProbeClient(Channel);
    }

    public string Address { get; }

    public GrpcChannel Channel { get; }

    public Probe.ProbeClient Client { get; }

    public ProbeLog Log => _app.Services.GetRequiredService<ProbeLog>();

    public static async Task<ProbeServer> StartAsync(
        Action<GrpcServiceOptions>? configureGrpc = null, Action<ListenOptions>? configureEndpoint = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            configureEndpoint?.Invoke(endpoint);
        }));
        builder.Services.AddRouting();
        builder.Services.AddSingleton<ProbeLog>();
        builder.Services.AddGrpc(grpc => configureGrpc?.Invoke(grpc));

        var app = builder.Build();
        app.MapGrpcService<ProbeService>();
        app.MapGet("/hello", (HttpRequest request) => $"hello over {request.Protocol}");
        await app.StartAsync();
        return new ProbeServer(app, app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}
