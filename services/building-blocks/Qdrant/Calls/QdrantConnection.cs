using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Polly;
using SpotifyPlatform.ServiceDefaults.Resilience;

namespace SpotifyPlatform.Qdrant.Calls;

/// <summary>
/// Calls Qdrant with the API key, a deadline and retries by outcome. A read has one deadline over all attempts and is repeated when it was not
/// executed; a write has a deadline per attempt and is also repeated when its outcome is unknown.
/// </summary>
internal sealed class QdrantConnection : IDisposable
{
    private readonly QdrantOptions options;
    private readonly TimeProvider time;
    private readonly QdrantMetrics metrics;
    private readonly ILogger logger;
    private readonly GrpcChannel channel;
    private readonly Metadata headers = [];
    private readonly ResiliencePipeline reading;
    private readonly ResiliencePipeline writing;

    public QdrantConnection(QdrantOptions options, TimeProvider time, QdrantMetrics metrics, ILogger logger)
    {
        (this.options, this.time, this.metrics, this.logger) = (options, time, metrics, logger);
        channel = GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
        {
            HttpHandler = Handler(options.CertificateAuthorityFile),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaxMessageBytes,
            MaxSendMessageSize = options.MaxMessageBytes,
        });
        if (options.ApiKey is { Length: > 0 } key)
            headers.Add("api-key", key);
        reading = Pipeline(CallOutcome.Busy);
        writing = Pipeline(CallOutcome.Busy, CallOutcome.Unknown);
        Client = new Wire.QdrantGrpcClient(channel);
    }

    public Wire.QdrantGrpcClient Client { get; }

    public Uri Address => options.Address;

    public Task<T> ReadAsync<T>(string method, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        var deadline = Deadline(options.ReadTimeout);
        return RunAsync(reading, method, stop => call(new CallOptions(headers, deadline, stop)), static _ => { }, cancellationToken);
    }

    /// <param name="check">Throws a <see cref="QdrantCallException"/> when the response does not confirm the write.</param>
    public Task<T> WriteAsync<T>(string method, Func<CallOptions, AsyncUnaryCall<T>> call, Action<T> check, CancellationToken cancellationToken) =>
        RunAsync(writing, method, stop => call(new CallOptions(headers, Deadline(options.WriteTimeout), stop)), check, cancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        channel.Dispose();
    }

    private static SocketsHttpHandler Handler(string? authorityFile)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        };
        if (authorityFile is not null)
        {
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.ImportFromPemFile(authorityFile);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust };
        }

        return handler;
    }

    private DateTime Deadline(TimeSpan timeout) => time.GetUtcNow().UtcDateTime + timeout;

    private async Task<T> RunAsync<T>(
        ResiliencePipeline pipeline, string method, Func<CancellationToken, AsyncUnaryCall<T>> call, Action<T> check, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline
                .ExecuteAsync(async stop => await AttemptAsync(method, call, check, stop).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (QdrantCallException ex)
        {
            throw ex.ForCaller(method, Address);
        }
    }

    private async Task<T> AttemptAsync<T>(string method, Func<CancellationToken, AsyncUnaryCall<T>> call, Action<T> check, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var outcome = "ok";
        try
        {
            using var running = call(cancellationToken);
            var answer = await running.ResponseAsync.ConfigureAwait(false);
            check(answer);
            return answer;
        }
        catch (RpcException ex) when (IsMalformed(ex.Status.DebugException))
        {
            outcome = QdrantMetrics.Name(CallOutcome.Refused);
            throw new InvalidDataException($"Qdrant at {Address} sent a malformed response to {method}.", ex);
        }
        catch (RpcException ex)
        {
            outcome = "cancelled";
            cancellationToken.ThrowIfCancellationRequested();
            var failure = QdrantCallException.From(ex);
            outcome = QdrantMetrics.Name(failure.Outcome);
            throw failure;
        }
        catch (QdrantCallException ex)
        {
            outcome = QdrantMetrics.Name(ex.Outcome);
            throw;
        }
        finally
        {
            metrics.Called(method, outcome, time.GetElapsedTime(started));
        }
    }

    /// <summary>The client reports a response that cannot be parsed as a transport error, which would be retried.</summary>
    private static bool IsMalformed(Exception? ex) => ex is InvalidProtocolBufferException || (ex is not null && IsMalformed(ex.InnerException));

    private ResiliencePipeline Pipeline(params CallOutcome[] repeated) => RetryPipeline.Build(
        new RetryPolicy(
            options.MaxAttempts, options.RetryDelay, options.MaxRetryDelay, ex => ex is QdrantCallException failure && repeated.Contains(failure.Outcome))
        {
            RetryAfter = ex => (ex as QdrantCallException)?.RetryAfter,
            OnRetry = attempt => Log.Retrying(logger, Address, attempt.Number, attempt.Delay, attempt.Exception.Message),
        },
        time);
}
