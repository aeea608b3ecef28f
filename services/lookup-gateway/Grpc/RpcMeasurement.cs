using Grpc.Core;
using SpotifyPlatform.ServiceDefaults.Telemetry;

namespace SpotifyPlatform.LookupGateway.Grpc;

/// <summary>Measures failed calls by their gRPC status.</summary>
internal static class RpcMeasurement
{
    /// <param name="error">Null for an internal error, which gRPC answers as UNKNOWN.</param>
    /// <returns>The same error.</returns>
    public static RpcException? Measured(this RpcException? error, ServerCallContext context)
    {
        context.GetHttpContext().SetRpcStatus(
            error?.StatusCode ?? (context.CancellationToken.IsCancellationRequested ? StatusCode.Cancelled : StatusCode.Unknown));
        return error;
    }
}
