using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Status.V1;

namespace SpotifyPlatform.EdgeGateway.Tests;

/// <summary>A service behind the edge, which keeps what it was asked.</summary>
internal sealed class TestUpstream : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestUpstream(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>Every request but probes.</summary>
    public ConcurrentQueue<(string Path, IReadOnlyDictionary<string, string> Headers)> Requests { get; } = [];

    public int Probes => probes;

    /// <summary>Whether it says that it is ready.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>Comes before each answer.</summary>
    public Func<HttpContext, Task>? Before { get; set; }

    /// <summary>Null: it answers.</summary>
    public RpcException? Error { get; set; }

    private int probes;

    /// <param name="port">0 takes a free one.</param>
    public static async Task<TestUpstream> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Lookup>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var upstream = new TestUpstream(app);
        app.Use(upstream.RecordAsync);
        app.MapGet("/health/ready", () => upstream.IsReady ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/v1/tracks/{track}", (string track) => Results.Json(new { track }));
        app.Map("/v1/listening/{account}/{**rest}", async (string account, HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            return Results.Json(new { account });
        });
        app.MapGrpcService<Lookup>();
        app.MapGrpcService<Status>();
        app.Services.GetRequiredService<Lookup>().Upstream = upstream;
        await app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == "/health/ready")
            Interlocked.Increment(ref probes);
        else
        {
            Requests.Enqueue((context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            if (Before is { } before)
                await before(context);
            if (context.Response.HasStarted || context.Response.StatusCode != StatusCodes.Status200OK)
                return;
        }

        await next(context);
    }

    private sealed class Lookup : LookupService.LookupServiceBase
    {
        public TestUpstream? Upstream { get; set; }

        public override Task<GetTrackResponse> GetTrack(GetTrackRequest request, ServerCallContext context) =>
            Upstream?.Error is { } error ? throw error : Task.FromResult(new GetTrackResponse { Track = new Track { SpotifyId = request.Track } });
    }

    private sealed class Status : PipelineStatusService.PipelineStatusServiceBase
    {
        public override Task<GetPipelineStatusResponse> GetPipelineStatus(GetPipelineStatusRequest request, ServerCallContext context) =>
            Task.FromResult(new GetPipelineStatusResponse());
    }
}
