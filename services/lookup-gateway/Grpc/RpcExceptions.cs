using Grpc.Core;
using SpotifyPlatform.LookupGateway.Lookup;

namespace SpotifyPlatform.LookupGateway.Grpc;

/// <summary>The one place where an error of the domain becomes a gRPC status.</summary>
internal static class RpcExceptions
{
    /// <summary>The status for an error of the domain, or null for one that is not the caller's.</summary>
    public static RpcException? From(Exception exception) => exception switch
    {
        MalformedNameException or MalformedRequestException => new RpcException(new Status(StatusCode.InvalidArgument, exception.Message)),
        NotKnownException => new RpcException(new Status(StatusCode.NotFound, exception.Message)),
        _ => null,
    };
}
