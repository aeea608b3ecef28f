using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>
/// Admits each request, writes the body of refused ones and, on the ports for clients, the access log. One middleware does it all, because each
/// asynchronous one costs every request some microseconds.
/// </summary>
internal sealed class RequestMiddleware(
    RequestDelegate next, Admission admission, IOptions<EdgeGatewayOptions> options, EdgeGatewayMetrics metrics, TimeProvider time, ILogger<RequestMiddleware> logger)
{
    private readonly AccessLogLevel level = options.Value.AccessLog;

    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        var endpoint = context.GetEndpoint();
        var isPublic = context.IsPublic();
        PublicPorts.Restrict(context, isPublic);
        try
        {
            using var admitted = await admission.AdmitAsync(context).ConfigureAwait(false);
            if (admitted.IsAdmitted)
                await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException ex) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = ex.StatusCode;
        }

        var status = context.Response.StatusCode;
        var refused = status >= StatusCodes.Status400BadRequest && !context.Response.HasStarted && context.Response.ContentType is null && !IsFromService(context);
        if (refused)
        {
            metrics.Refused(Refusal.ReasonOf(status));
            await Refusal.WriteAsync(context).ConfigureAwait(false);
        }

        if (isPublic && (level == AccessLogLevel.All || (level == AccessLogLevel.Refused && refused)))
            Write(context, endpoint, status, time.GetElapsedTime(started));
    }

    /// <summary>Whether a service gave the response, which may be an error without a body.</summary>
    private static bool IsFromService(HttpContext context) =>
        context.Features.Get<IReverseProxyFeature>() is { ProxiedDestination: not null } && context.Features.Get<IForwarderErrorFeature>() is null;

    /// <summary>
    /// The route and not the path, which may name an account or hold a key by mistake. An address only of a caller that has no other name.
    /// </summary>
    private void Write(HttpContext context, Endpoint? endpoint, int status, TimeSpan elapsed) => Log.Answered(
        logger,
        context.Request.Method,
        (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "unknown",
        status,
        context.Response.Headers["grpc-status"] is [{ } code] ? code : "",
        elapsed.TotalMilliseconds,
        context.Caller()?.Client ?? context.Connection.RemoteIpAddress?.ToString() ?? "");
}
