using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace SpotifyPlatform.Qdrant.Calls;

/// <summary>
/// The one way to call: the key in its header, a deadline, and attempts by outcome. A read has one deadline over all its
/// attempts, and is repeated when it was not taken; a write has one an attempt, and is repeated when it was not taken or
/// nobody knows.
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
        Points = new Wire.Points.PointsClient(channel);
        Collections = new Wire.Collections.CollectionsClient(channel);
        Server = new Wire.Qdrant.QdrantClient(channel);
    }

    public Wire.Points.PointsClient Points { get; }

    public Wire.Collections.CollectionsClient Collections { get; }

    public Wire.Qdrant.QdrantClient Server { get; }

    public Uri Address => options.Address;

    public Task<T> ReadAsync<T>(string method, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        var deadline = Deadline(options.ReadTimeout);
        return RunAsync(reading, method, stop => call(new CallOptions(headers, deadline, stop)), static _ => { }, cancellationToken);
    }

    /// <param name="check">Throws a <see cref="CallFault"/> where the answer does not say that it was done.</param>
    public Task<T> WriteAsync<T>(string method, Func<CallOptions, AsyncUnaryCall<T>> call, Action<T> check, CancellationToken cancellationToken) =>
        RunAsync(writing, method, stop => call(new CallOptions(headers, Deadline(options.WriteTimeout), stop)), check, cancellationToken);

    public void Dispose() => channel.Dispose();

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
        catch (CallFault fault)
        {
            throw fault.ForCaller(method, Address);
        }
    }

    private async Task<T> AttemptAsync<T>(string method, Func<CancellationToken, AsyncUnaryCall<T>> call, Action<T> check, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var outcome = "ok";
        try
        {
            using var running = call(cancellationToken);
            var answer = await running.ResponseAsync.ConfigureAwait(false);
            check(answer);
            return answer;
        }
        catch (RpcException fault)
        {
            outcome = "cancelled";
            cancellationToken.ThrowIfCancellationRequested();
            var known = CallFault.From(fault);
            outcome = QdrantMetrics.Name(known.Outcome);
            throw known;
        }
        catch (CallFault fault)
        {
            outcome = QdrantMetrics.Name(fault.Outcome);
            throw;
        }
        finally
        {
            metrics.Called(method, outcome, time.GetElapsedTime(began));
        }
    }

    private ResiliencePipeline Pipeline(params CallOutcome[] repeated)
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
                ShouldHandle = arguments => new(
                    arguments.Outcome.Exception is CallFault fault && repeated.Contains(fault.Outcome) && !(fault.RetryAfter > options.MaxRetryDelay)),
                DelayGenerator = arguments => new((arguments.Outcome.Exception as CallFault)?.RetryAfter),
                OnRetry = arguments =>
                {
                    Log.Retrying(logger, Address, arguments.AttemptNumber + 2, arguments.RetryDelay, arguments.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();
    }
}
