using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

/// <summary>
/// A fake of Qdrant's gRPC interface on a loopback port. It implements gRPC over HTTP/2 and reads messages by the published field numbers, so that it
/// shares no generated code with the adapter. Failures can be injected.
/// </summary>
internal sealed class FakeQdrant : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Method, FakeFault Fault)> faults = new();
    private readonly Lock access = new();
    private readonly FakeMethods methods;

    private FakeQdrant(WebApplication app) => (this.app, methods) = (app, new FakeMethods(Collections));

    public Uri Address => new(app.Urls.Single());

    public Dictionary<string, FakeCollection> Collections { get; } = [];

    /// <summary>Calls without this key are refused.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Every call that reached the server, as <c>Points/Upsert</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Messages that violate the published schema.</summary>
    public ConcurrentQueue<string> WireFaults { get; } = new();

    public FakeMethods Methods => methods;

    /// <summary>Time that the last call left the server (grpc-timeout).</summary>
    public TimeSpan LastTimeout { get; private set; }

    public static async Task<FakeQdrant> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new FakeQdrant(app);
        app.MapPost("/qdrant.{service}/{method}", context => server.AnswerAsync(context));
        await app.StartAsync();
        return server;
    }

    /// <summary>Injects a failure into the next call of a method.</summary>
    public void Next(string method, FakeFault fault) => faults.Enqueue((method, fault));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var name = $"{context.Request.RouteValues["service"]}/{context.Request.RouteValues["method"]}";
        Calls.Enqueue(name);
        LastTimeout = ReadTimeout(context.Request.Headers["grpc-timeout"].ToString());
        var request = await ReadAsync(context.Request);
        var fault = faults.TryPeek(out var next) && next.Method == name && faults.TryDequeue(out next) ? next.Fault : FakeFault.None;
        if (fault.Hangs && !fault.AfterWork)
            await HangAsync(context);
        else if (ApiKey is not null && context.Request.Headers["api-key"] != ApiKey)
            await EndAsync(context, StatusCode.Unauthenticated, "Invalid api-key");
        else if (fault.Status is { } status && !fault.AfterWork)
            await EndAsync(context, status, "injected", fault.RetryAfter);
        else
            await WorkAsync(context, name, request, fault);
    }

    private async Task WorkAsync(HttpContext context, string name, ByteString request, FakeFault fault)
    {
        ByteString answer;
        try
        {
            lock (access)
                answer = fault.Answer ?? methods.Answer(name, request);
        }
        catch (RpcException refusal)
        {
            await EndAsync(context, refusal.StatusCode, refusal.Status.Detail);
            return;
        }
        catch (WireFault wrong)
        {
            WireFaults.Enqueue($"{name}: {wrong.Message}");
            await EndAsync(context, StatusCode.InvalidArgument, wrong.Message);
            return;
        }

        if (fault.Hangs)
            await HangAsync(context);
        else if (fault.Status is { } status)
            await EndAsync(context, status, "injected", fault.RetryAfter);
        else
            await AnswerAsync(context, answer);
    }

    private static async Task AnswerAsync(HttpContext context, ByteString answer)
    {
        context.Response.ContentType = "application/grpc";
        var prefix = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), answer.Length);
        await context.Response.Body.WriteAsync(prefix);
        await context.Response.Body.WriteAsync(answer.Memory);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static Task EndAsync(HttpContext context, StatusCode status, string message, string? retryAfter = null)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = message;
        if (retryAfter is not null)
            context.Response.Headers["retry-after"] = retryAfter;
        return context.Response.CompleteAsync();
    }

    /// <summary>Digits and a unit, as gRPC over HTTP/2 specifies.</summary>
    private static TimeSpan ReadTimeout(string header) =>
        int.Parse(header[..^1], System.Globalization.CultureInfo.InvariantCulture) * (header[^1] switch
        {
            'H' => TimeSpan.FromHours(1),
            'M' => TimeSpan.FromMinutes(1),
            'S' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMilliseconds(1),
            'u' => TimeSpan.FromMicroseconds(1),
            _ => TimeSpan.FromTicks(1),
        });

    private static Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(gone.SetResult);
        return gone.Task;
    }

    private static async Task<ByteString> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        return bytes[0] == 0 && BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)) == bytes.Length - 5
            ? ByteString.CopyFrom(bytes, 5, bytes.Length - 5)
            : throw new InvalidDataException("One uncompressed message was expected.");
    }
}

/// <summary>An injected failure.</summary>
/// <param name="Status">Ends with this status; null for none.</param>
/// <param name="AfterWork">The call is executed first: only its response is lost.</param>
/// <param name="Hangs">Never responds.</param>
/// <param name="Answer">Responds with this message.</param>
internal sealed record FakeFault(StatusCode? Status = null, bool AfterWork = false, bool Hangs = false, string? RetryAfter = null, ByteString? Answer = null)
{
    public static readonly FakeFault None = new();
}
