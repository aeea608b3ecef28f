using Grpc.Core;
using SpotifyPlatform.LookupGateway.Contract;
using SpotifyPlatform.LookupGateway.Lookup;

namespace SpotifyPlatform.LookupGateway.Grpc;

/// <summary>The one place where an error of the domain or of a store becomes a gRPC status.</summary>
internal static class RpcExceptions
{
    /// <summary>The status of an error that tells the caller what to do; null for one that is the gateway's own.</summary>
    public static RpcException? From(Exception exception) => exception switch
    {
        MalformedNameException or MalformedRequestException => new RpcException(new Status(StatusCode.InvalidArgument, exception.Message)),
        NotKnownException => new RpcException(new Status(StatusCode.NotFound, exception.Message)),
        _ when StoreFaults.MayPass(exception) => new RpcException(new Status(StatusCode.Unavailable, StoreFaults.Message)),
        _ => null,
    };
}
