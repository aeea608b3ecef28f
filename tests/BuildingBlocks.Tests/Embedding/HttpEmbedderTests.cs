using System.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace SpotifyPlatform.BuildingBlocks.Tests.Embedding;

public sealed class HttpEmbedderTests : IAsyncLifetime
{
    private const string Key = "sk-test-key";
    private FakeEmbeddingServer server = null!;

    public async Task InitializeAsync() => server = await FakeEmbeddingServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Embed_ManyTexts_AsksInBatchesAndKeepsTheirOrder()
    {
        using var embedder = Embedder(batch: 2);
        var vectors = await embedder.EmbedAsync(["a", "bbb", "cc", "dddd", ""], CancellationToken.None);
        Assert.Equal([["a", "bbb"], ["cc", "dddd"], [""]], server.Requests.Select(r => r.Texts));
        Assert.Equal([1, 3, 2, 4, 0], vectors.Select(v => Math.Round(v[0] / v[1])));
        Assert.All(vectors, v => Assert.Equal(1, v.Sum(x => (double)x * x), 1e-6));
    }

    [Fact]
    public async Task Embed_ARequest_IsTheOneOfTheInterface()
    {
        using (var plain = Embedder())
            await plain.EmbedAsync(["é"], CancellationToken.None);
        using (var shortening = Embedder(key: Key, requestDimensions: true))
            await shortening.EmbedAsync(["b"], CancellationToken.None);
        var requests = server.Requests.ToArray();
        Assert.Equal(("", """{"model":"test-model","input":["\u00e9"],"encoding_format":"float"}"""), (requests[0].Authorization, requests[0].Body.Replace("\\u00E9", "\\u00e9", StringComparison.Ordinal)));
        Assert.Equal(("Bearer " + Key, """{"model":"test-model","input":["b"],"encoding_format":"float","dimensions":3}"""), (requests[1].Authorization, requests[1].Body));
    }

    public static TheoryData<string, string> Hostile() => new()
    {
        { "too few", Answer("""{"index":0,"embedding":[1,2,3]}""") },
        { "too many", Answer("""{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,2,3]},{"index":2,"embedding":[1,2,3]}""") },
        { "an index twice", Answer("""{"index":0,"embedding":[1,2,3]},{"index":0,"embedding":[1,2,3]}""") },
        { "an index of no text", Answer("""{"index":0,"embedding":[1,2,3]},{"index":2,"embedding":[1,2,3]}""") },
        { "a negative index", Answer("""{"index":0,"embedding":[1,2,3]},{"index":-1,"embedding":[1,2,3]}""") },
        { "no index", Answer("""{"index":0,"embedding":[1,2,3]},{"embedding":[1,2,3]}""") },
        { "another dimension", Answer("""{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,2]}""") },
        { "beyond float32", Answer("""{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,2,1e999]}""") },
        { "NaN", Answer("""{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,2,NaN]}""") },
        { "text for numbers", Answer("""{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":"AACAPw=="}""") },
        { "zeros", Answer("""{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[0,0,0]}""") },
        { "an error object", """{"error":{"message":"no"}}""" },
        { "a list", "[]" },
        { "nothing", "" },
        { "a cut answer", """{"data":[{"index":0,"embedding":[1,2""" },
        { "too deep", new string('[', 100) + new string(']', 100) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Embed_AnswerThatIsNotWhatWasAsked_IsRefusedAtOnce(string case_, string json)
    {
        Assert.NotEmpty(case_);
        server.Next(json);
        using var embedder = Embedder();
        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => embedder.EmbedAsync(["a", "b"], CancellationToken.None));
        Assert.Contains("/v1/embeddings", ex.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Embed_AnswerTooLong_IsRefusedBeforeItIsTaken(bool announced)
    {
        server.Next(async context =>
        {
            if (announced)
                context.Response.ContentLength = 1L << 40;
            var block = new byte[64 * 1024];
            try
            {
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // The client closed the connection, as expected.
            }
        });
        using var embedder = Embedder(maxBytes: 100_000);
        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => embedder.EmbedAsync(["a"], CancellationToken.None));
        Assert.Contains("MaxResponseBytes", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embed_AnotherDimension_SaysTheRemedy()
    {
        server.Next(Answer("""{"index":0,"embedding":[1,2,3,4]}"""));
        using var embedder = Embedder();
        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => embedder.EmbedAsync(["a"], CancellationToken.None));
        Assert.Contains("Embedding:Dimensions", ex.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task Embed_FaultThatPasses_IsTriedAgain(int status)
    {
        server.Next(status);
        server.Next(status);
        using var embedder = Embedder();
        Assert.Single(await embedder.EmbedAsync(["a"], CancellationToken.None));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(307)]
    public async Task Embed_FaultThatStays_IsFinalAndNamesNoKey(int status)
    {
        server.Next(status);
        using var embedder = Embedder(key: Key);
        var ex = await Assert.ThrowsAnyAsync<HttpRequestException>(() => embedder.EmbedAsync(["a"], CancellationToken.None));
        Assert.Equal((HttpStatusCode)status, ex.StatusCode);
        Assert.DoesNotContain(Key, ex.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Embed_FaultThatDoesNotPass_EndsAfterItsAttempts()
    {
        for (var i = 0; i < 10; i++)
            server.Next(503);
        using var embedder = Embedder();
        var ex = await Assert.ThrowsAnyAsync<HttpRequestException>(() => embedder.EmbedAsync(["a"], CancellationToken.None));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ex.StatusCode);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("Fri, 21 Nov 2036 00:00:07 GMT")]
    public async Task Embed_RetryAfter_IsWaitedFor(string retryAfter)
    {
        server.Next(429, retryAfter);
        var clock = new RecordingClock(new DateTimeOffset(2036, 11, 21, 0, 0, 6, TimeSpan.Zero));
        using var embedder = Embedder(clock: clock);
        Assert.Single(await embedder.EmbedAsync(["a"], CancellationToken.None));
        Assert.Contains(TimeSpan.FromSeconds(1), clock.Waits);
    }

    [Fact]
    public async Task Embed_RetryAfterTooLong_IsNotWaitedFor()
    {
        server.Next(429, "3600");
        using var embedder = Embedder();
        var ex = await Assert.ThrowsAnyAsync<HttpRequestException>(() => embedder.EmbedAsync(["a"], CancellationToken.None));
        Assert.Contains("01:00:00", ex.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Embed_NoAnswerInTime_IsTriedAgainThenTold()
    {
        // The timeout expires when the server has the request, so the test does not depend on the speed of the machine.
        var clock = new RecordingClock(DateTimeOffset.UnixEpoch);
        for (var i = 0; i < 2; i++)
            server.Next(_ =>
            {
                clock.Expire();
                return Task.Delay(Timeout.Infinite, server.Stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            });
        using var embedder = Embedder(attempts: 2, clock: clock);
        await Assert.ThrowsAsync<TimeoutException>(() => embedder.EmbedAsync(["a"], CancellationToken.None));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Embed_CancelledWhileWaiting_Ends()
    {
        using var stop = new CancellationTokenSource();
        server.Next(async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var embedder = Embedder();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => embedder.EmbedAsync(["a"], stop.Token));
    }

    [Fact]
    public async Task Embed_ConnectionBroken_IsTriedAgain()
    {
        server.Next(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var embedder = Embedder();
        Assert.Single(await embedder.EmbedAsync(["a"], CancellationToken.None));
    }

    private static string Answer(string items) => $$"""{"object":"list","data":[{{items}}]}""";

    private HttpEmbedder Embedder(
        int batch = 64, string? key = null, bool requestDimensions = false, int maxBytes = 1 << 20, int attempts = 4, TimeProvider? clock = null) =>
        new(
            new HttpEmbedderOptions
            {
                Address = server.Address, Model = "test-model", ApiKey = key, BatchSize = batch, RequestDimensions = requestDimensions,
                MaxResponseBytes = maxBytes, Timeout = TimeSpan.FromSeconds(30), MaxAttempts = attempts, RetryDelay = TimeSpan.FromMilliseconds(500),
            },
            dimensions: 3,
            clock ?? new RecordingClock(DateTimeOffset.UnixEpoch),
            NullLogger<HttpEmbedder>.Instance);
}
