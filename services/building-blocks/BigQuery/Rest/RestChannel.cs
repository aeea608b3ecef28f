using System.Net.Http.Headers;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Microsoft.Extensions.Logging;
using Polly;
using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.ServiceDefaults.Resilience;

namespace SpotifyPlatform.BigQuery.Rest;

/// <summary>
/// Sends requests, which are repeated after transient faults. Every request may be: what is created has a name or an id that the client chose.
/// </summary>
internal sealed class RestChannel : IDisposable
{
    private readonly HttpClient http;
    private readonly ITokenAccess? credential;
    private readonly ResiliencePipeline pipeline;

    /// <param name="baseUri">Of the server, without a path.</param>
    /// <param name="credential">Null for an emulator.</param>
    public RestChannel(HttpMessageHandler handler, Uri baseUri, string project, ITokenAccess? credential, CallSettings settings, TimeProvider time, BigQueryMetrics metrics, ILogger logger)
    {
        (BaseUri, this.credential, Settings, Time, Metrics) = (baseUri, credential, settings, time, metrics);
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        pipeline = RetryPipeline.Build(
            new RetryPolicy(settings.MaxAttempts, settings.RetryDelay, settings.MaxRetryDelay, ex => ex is BigQueryException { IsTransient: true })
            {
                // A quota is not filled again soon.
                RetryAfter = ex => ((BigQueryException)ex).RetryAfter ?? (((BigQueryException)ex).Kind == BigQueryErrorKind.QuotaExceeded ? settings.MaxRetryDelay : null),
                OnRetry = attempt =>
                {
                    metrics.Retried(((BigQueryException)attempt.Exception).Kind);
                    Log.Retrying(logger, project, attempt.Number, attempt.Delay, Answers.Line(attempt.Exception.Message));
                },
            },
            time);
    }

    public Uri BaseUri { get; }

    public CallSettings Settings { get; }

    public TimeProvider Time { get; }

    public BigQueryMetrics Metrics { get; }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
        where T : class => SendAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => RepeatAsync(
        async stop =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(BaseUri, path));
            return await ExchangeAsync(
                request,
                async (response, timeout) =>
                {
                    await Answers.ThrowOnErrorAsync(response, Settings.MaxResponseBytes, Time.GetUtcNow(), timeout).ConfigureAwait(false);
                    return true;
                },
                stop).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Repeats a call that asks itself what an attempt has done.</summary>
    public async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(async stop => await call(stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>One request, within the time of one. Every fault is a <see cref="BigQueryException"/>.</summary>
    /// <param name="read">Reads the answer, which may be an error.</param>
    public async Task<T> ExchangeAsync<T>(HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Settings.Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (credential is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await credential.GetAccessTokenForRequestAsync(null, either.Token).ConfigureAwait(false));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await read(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BigQueryException(BigQueryErrorKind.Unreachable, $"The server did not answer within {Settings.Timeout}.", ex);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            throw new BigQueryException(BigQueryErrorKind.Unreachable, $"No answer of {BaseUri} arrived: {Answers.Line(ex.Message)}", ex);
        }
        catch (TokenResponseException ex)
        {
            throw new BigQueryException(
                ex.StatusCode is null or >= System.Net.HttpStatusCode.InternalServerError ? BigQueryErrorKind.Backend : BigQueryErrorKind.Unauthenticated,
                $"No access token was given: {Answers.Line(ex.Error?.Error ?? ex.Message)}", ex);
        }
    }

    public void Dispose() => http.Dispose();

    private Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
        where T : class => RepeatAsync(
            async stop =>
            {
                using var request = new HttpRequestMessage(method, new Uri(BaseUri, path)) { Content = body is null ? null : JsonOf(body) };
                return await ExchangeAsync(request, (response, timeout) => Answers.ReadAsync<T>(response, Settings.MaxResponseBytes, Time.GetUtcNow(), timeout), stop).ConfigureAwait(false);
            },
            cancellationToken);

    public static ByteArrayContent JsonOf(object body) => new(BigQueryJson.Write(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
