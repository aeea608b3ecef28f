using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SpotifyPlatform.ServiceDefaults.Telemetry;

/// <summary>Puts the gRPC status of a failed call on <c>http.server.request.duration</c>: HTTP answers 200 all the same.</summary>
public static class RpcStatus
{
    /// <param name="code">Tagged as <c>rpc.response.status_code</c>, such as <c>UNAVAILABLE</c>.</param>
    public static void SetRpcStatus(this HttpContext context, StatusCode code)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new("rpc.response.status_code", JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{code}")));
    }
}
