using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.BuildingBlocks.Tests.Embedding;

/// <summary>A fake OpenAI-compatible server on a loopback port. It sends the queued responses in turn, then vectors.</summary>
internal sealed class FakeEmbeddingServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RequestDelegate> answers = new();

    private FakeEmbeddingServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Cancels pending responses.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    public static async Task<FakeEmbeddingServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new FakeEmbeddingServer(app);
        app.MapPost("/v1/embeddings", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public void Next(RequestDelegate answer) => answers.Enqueue(answer);

    public void Next(string json) => Next(context => context.Response.WriteAsync(json));

    public void Next(int status, string? retryAfter = null) => Next(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    });

    /// <summary>Vectors that identify their text: (length, 1, 0).</summary>
    public static string Vectors(IReadOnlyList<string> texts) => JsonSerializer.Serialize(new
    {
        @object = "list",
        // Servers may answer in any order.
        data = texts.Select((text, i) => new { @object = "embedding", index = i, embedding = new float[] { text.Length, 1, 0 } }).Reverse(),
        usage = new { total_tokens = 1 },
    });

    public async ValueTask DisposeAsync()
    {
        await Stopping.CancelAsync();
        await app.DisposeAsync();
        Stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var texts = body.RootElement.GetProperty("input").EnumerateArray().Select(text => text.GetString()!).ToList();
        Requests.Enqueue(new FakeRequest(context.Request.Headers.Authorization.ToString(), body.RootElement.GetRawText(), texts));
        if (answers.TryDequeue(out var answer))
            await answer(context);
        else
            await context.Response.WriteAsync(Vectors(texts));
    }
}

internal sealed record FakeRequest(string Authorization, string Body, IReadOnlyList<string> Texts);
