using Grpc.Core;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Grpc;

/// <summary>Maps errors of the domain and of stores to gRPC statuses.</summary>
internal static class RpcExceptions
{
    /// <summary>The status for an error the caller can act on; null for an internal error.</summary>
    public static RpcException? From(Exception exception) => exception switch
    {
        MalformedNameException or MalformedRequestException => new RpcException(new Status(StatusCode.InvalidArgument, exception.Message)),
        AnswerTooLargeException => new RpcException(new Status(StatusCode.OutOfRange, exception.Message)),
        NotFoundException => new RpcException(new Status(StatusCode.NotFound, exception.Message)),
        TableNotBuiltException notBuilt => new RpcException(
            new Status(StatusCode.Unavailable, $"{TableNotBuiltException.Reason}: {exception.Message}"),
            new Metadata { { "reason", TableNotBuiltException.Reason }, { "table", notBuilt.Table } }),
        _ when StoreErrors.IsDamage(exception) => new RpcException(
            new Status(StatusCode.DataLoss, $"{StoreErrors.DamagedReason}: {StoreErrors.DamagedMessage}"), new Metadata { { "reason", StoreErrors.DamagedReason } }),
        _ when StoreErrors.IsTransient(exception) => new RpcException(new Status(StatusCode.Unavailable, StoreErrors.Message)),
        _ => null,
    };
}
