using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Mime;
using Microsoft.Extensions.Logging;
using Polly;
using SpotifyPlatform.ServiceDefaults.Resilience;

namespace SpotifyPlatform.Embedding;

/// <summary>
/// Embeds texts with an OpenAI-compatible server: <c>POST v1/embeddings</c>, one request per batch. Requests are idempotent, so transient failures (no
/// connection, timeout, 408, 429, 5xx) are retried after the delay that the server asks for. Any other status is final, including redirects, because
/// following them would send the key elsewhere. Vectors are normalised to length 1.
/// </summary>
public sealed class HttpEmbedder : IEmbedder, IDisposable
{
    private readonly HttpEmbedderOptions options;
    private readonly TimeProvider time;
    private readonly Uri endpoint;
    private readonly EmbeddingResponseReader reader;
    private readonly ResiliencePipeline pipeline;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public HttpEmbedder(HttpEmbedderOptions options, int dimensions, TimeProvider time, ILogger<HttpEmbedder> logger)
    {
        (this.options, this.time, Dimensions) = (options, time, dimensions);
        var address = options.Address ?? throw new ArgumentException("The HTTP embedder needs an address.", nameof(options));
        endpoint = new Uri(address.AbsoluteUri.TrimEnd('/') + "/v1/embeddings");
        reader = new EmbeddingResponseReader(endpoint, dimensions, options.MaxResponseBytes);
        if (options.ApiKey is { Length: > 0 } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        pipeline = Pipeline(logger);
    }

    public int Dimensions { get; }

    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new List<float[]>(texts.Count);
        foreach (var batch in texts.Chunk(options.BatchSize))
            vectors.AddRange(await pipeline.ExecuteAsync(async stop => await RequestAsync(batch, stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));
        return vectors;
    }

    public void Dispose() => http.Dispose();

    private async Task<float[][]> RequestAsync(string[] texts, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = Body(texts) };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new EmbeddingRefusedException(endpoint, response.StatusCode, RetryAfter(response.Headers.RetryAfter));
            return await reader.ReadAsync(response.Content, texts.Length, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException ex) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{endpoint} did not respond within {options.Timeout} (Embedding:Http:Timeout).", ex);
        }
    }

    private JsonContent Body(string[] texts) => options.RequestDimensions
        ? JsonContent.Create(new { model = options.Model, input = texts, encoding_format = "float", dimensions = Dimensions })
        : JsonContent.Create(new { model = options.Model, input = texts, encoding_format = "float" });

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? TimeSpan.FromTicks(Math.Max(0, (date - time.GetUtcNow()).Ticks)) : null);

    private ResiliencePipeline Pipeline(ILogger logger) => RetryPipeline.Build(
        new RetryPolicy(options.MaxAttempts, options.RetryDelay, options.MaxRetryDelay, IsTransient)
        {
            RetryAfter = ex => (ex as EmbeddingRefusedException)?.RetryAfter,
            OnRetry = attempt => Log.Retrying(logger, endpoint, attempt.Number, attempt.Delay, attempt.Exception.Message),
        },
        time);

    private static bool IsTransient(Exception ex) => ex switch
    {
        EmbeddingRefusedException refused => refused.IsTransient,
        HttpRequestException or TimeoutException or IOException => true,
        _ => false,
    };
}
