using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Lookups;

/// <summary>A connection to a running gateway, or to the edge before it, whose errors are those of the gateway's domain.</summary>
/// <param name="transport">By default HTTP/2 over sockets.</param>
internal sealed class Gateway(Uri address, HttpMessageHandler? transport = null) : IDisposable
{
    /// <summary>The environment variable with the key for the edge.</summary>
    private const string KeyVariable = "SPOTIFYPLATFORM_API_KEY";

    private const string PlaintextVariable = "SPOTIFYPLATFORM_API_KEY_PLAINTEXT";

    /// <summary>A call that was refused for its rate was not begun: it is repeated, after the time that the server gives (grpc-retry-pushback-ms).</summary>
    private static readonly MethodConfig Patient = new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 5,
            InitialBackoff = TimeSpan.FromSeconds(1),
            MaxBackoff = TimeSpan.FromSeconds(5),
            BackoffMultiplier = 1.5,
            RetryableStatusCodes = { StatusCode.ResourceExhausted },
        },
    };

    private readonly Metadata? headers = Headers(address);

    public GrpcChannel Channel { get; } = GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        ServiceConfig = new ServiceConfig { MethodConfigs = { Patient } },
        HttpHandler = new BufferedRequestHandler(transport ?? new SocketsHttpHandler { EnableMultipleHttp2Connections = true }),
        DisposeHttpClient = true,
    });

    /// <exception cref="CommandException">It does not answer.</exception>
    public async Task<TResponse> AskAsync<TRequest, TResponse>(
        Func<TRequest, Metadata?, DateTime?, CancellationToken, AsyncUnaryCall<TResponse>> call, TRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await call(request, headers, null, cancellationToken);
        }
        catch (RpcException ex)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ErrorOf(ex);
        }
    }

    public void Dispose() => Channel.Dispose();

    /// <exception cref="UsageException">The key would be sent unencrypted over the network.</exception>
    private static Metadata? Headers(Uri address)
    {
        if (Environment.GetEnvironmentVariable(KeyVariable) is not { Length: > 0 } key)
            return null;
        var allowed = bool.TryParse(Environment.GetEnvironmentVariable(PlaintextVariable), out var plaintext) && plaintext;
        if (KeyTransport.Validate(address, key, allowed, "--address", $"{PlaintextVariable}=true").FirstOrDefault() is { } problem)
            throw new UsageException($"--address: {problem.ErrorMessage}");
        return new Metadata { { "x-api-key", key } };
    }

    private Exception ErrorOf(RpcException ex) => ex.StatusCode switch
    {
        StatusCode.InvalidArgument => new MalformedRequestException(ex.Status.Detail),
        StatusCode.OutOfRange => new AnswerTooLargeException(ex.Status.Detail),
        StatusCode.DataLoss => new InvalidDataException(ex.Status.Detail),
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => new CommandException($"{ex.Status.Detail} The key is taken from ${KeyVariable}."),
        StatusCode.NotFound => new NotFoundException(ex.Status.Detail),
        StatusCode.Unavailable when ex.Trailers.GetValue("table") is { } table => new TableNotBuiltException(table),
        _ => new CommandException($"No platform answers at {address} ({ex.StatusCode}: {ex.Status.Detail}). Give the gRPC address that 'platform run' shows, or that of a gateway."),
    };
}
