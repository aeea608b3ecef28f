using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Mime;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace SpotifyPlatform.Embedding;

/// <summary>
/// Embeds by an OpenAI-compatible server: <c>POST v1/embeddings</c>, a batch a request. Asking again is harmless, so what may
/// pass by itself (no connection, no answer in time, 408, 429, 5xx) is tried again after the time that the server asks for;
/// any other status is final, redirects too, because the key would follow them. Vectors are brought to length 1.
/// </summary>
public sealed class HttpEmbedder : IEmbedder, IDisposable
{
    private readonly HttpEmbedderOptions options;
    private readonly TimeProvider time;
    private readonly Uri endpoint;
    private readonly EmbeddingAnswer answer;
    private readonly ResiliencePipeline pipeline;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public HttpEmbedder(HttpEmbedderOptions options, int dimensions, TimeProvider time, ILogger<HttpEmbedder> logger)
    {
        (this.options, this.time, Dimensions) = (options, time, dimensions);
        var address = options.Address ?? throw new ArgumentException("The embedder over HTTP needs its address.", nameof(options));
        endpoint = new Uri(address.AbsoluteUri.TrimEnd('/') + "/v1/embeddings");
        answer = new EmbeddingAnswer(endpoint, dimensions, options.MaxResponseBytes);
        if (options.ApiKey is { Length: > 0 } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        pipeline = Pipeline(logger);
    }

    public int Dimensions { get; }

    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new List<float[]>(texts.Count);
        foreach (var batch in texts.Chunk(options.BatchSize))
            vectors.AddRange(await pipeline.ExecuteAsync(async stop => await AskAsync(batch, stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));
        return vectors;
    }

    public void Dispose() => http.Dispose();

    private async Task<float[][]> AskAsync(string[] texts, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = Body(texts) };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new EmbeddingRefusedException(endpoint, response.StatusCode, RetryAfter(response.Headers.RetryAfter));
            return await answer.ReadAsync(response.Content, texts.Length, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{endpoint} did not answer within {options.Timeout}.", fault);
        }
    }

    private JsonContent Body(string[] texts) => options.RequestDimensions
        ? JsonContent.Create(new { model = options.Model, input = texts, encoding_format = "float", dimensions = Dimensions })
        : JsonContent.Create(new { model = options.Model, input = texts, encoding_format = "float" });

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? TimeSpan.FromTicks(Math.Max(0, (date - time.GetUtcNow()).Ticks)) : null);

    private ResiliencePipeline Pipeline(ILogger logger)
    {
        if (options.MaxAttempts == 1)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                ShouldHandle = arguments => new(MayPass(arguments.Outcome.Exception)),
                DelayGenerator = arguments => new((arguments.Outcome.Exception as EmbeddingRefusedException)?.RetryAfter),
                OnRetry = arguments =>
                {
                    Log.Retrying(logger, endpoint, arguments.AttemptNumber + 2, arguments.RetryDelay, arguments.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();
    }

    private bool MayPass(Exception? fault) => fault switch
    {
        EmbeddingRefusedException refused => refused.MayPass && !(refused.RetryAfter > options.MaxRetryDelay),
        HttpRequestException or TimeoutException or IOException => true,
        _ => false,
    };
}
