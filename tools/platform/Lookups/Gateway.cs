using Grpc.Core;
using Grpc.Net.Client;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Lookups;

/// <summary>A connection to a running gateway, whose errors are those of the gateway's domain.</summary>
internal sealed class Gateway(Uri address) : IDisposable
{
    public GrpcChannel Channel { get; } = GrpcChannel.ForAddress(address);

    /// <exception cref="CommandException">It does not answer.</exception>
    public async Task<TResponse> AskAsync<TRequest, TResponse>(
        Func<TRequest, Metadata?, DateTime?, CancellationToken, AsyncUnaryCall<TResponse>> call, TRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await call(request, null, null, cancellationToken);
        }
        catch (RpcException ex)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ErrorOf(ex);
        }
    }

    public void Dispose() => Channel.Dispose();

    private Exception ErrorOf(RpcException ex) => ex.StatusCode switch
    {
        StatusCode.InvalidArgument => new MalformedRequestException(ex.Status.Detail),
        StatusCode.OutOfRange => new AnswerTooLargeException(ex.Status.Detail),
        StatusCode.DataLoss => new InvalidDataException(ex.Status.Detail),
        StatusCode.NotFound => new NotFoundException(ex.Status.Detail),
        StatusCode.Unavailable when ex.Trailers.GetValue("table") is { } table => new TableNotBuiltException(table),
        _ => new CommandException($"No platform answers at {address} ({ex.StatusCode}: {ex.Status.Detail}). Give the gRPC address that 'platform run' shows, or that of a gateway."),
    };
}
