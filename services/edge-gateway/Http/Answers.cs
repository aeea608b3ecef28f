using System.Globalization;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>What every answer has: security headers, a body that says why a request was refused, and a line in the access log.</summary>
internal sealed class Answers(RequestDelegate next, IOptions<EdgeGatewayOptions> options, EdgeGatewayMetrics metrics, TimeProvider time, ILogger<Answers> logger)
{
    private readonly AccessLogLevel level = options.Value.AccessLog;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.IsPublic())
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var started = time.GetTimestamp();
        var endpoint = context.GetEndpoint();
        if (!context.Request.IsGrpc())
            context.Response.OnStarting(Secure, context);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException ex) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = ex.StatusCode;
        }

        var status = context.Response.StatusCode;
        var refused = status >= StatusCodes.Status400BadRequest && !context.Response.HasStarted && context.Response.ContentType is null;
        if (refused)
        {
            metrics.Refused(Refusal.ReasonOf(status));
            await Refusal.WriteAsync(context).ConfigureAwait(false);
        }

        if (level == AccessLogLevel.All || (level == AccessLogLevel.Refused && refused))
            Write(context, endpoint, status, time.GetElapsedTime(started));
    }

    /// <summary>
    /// The route and not the path, which may name an account or hold a key by mistake. An address only of a caller that has no other name.
    /// </summary>
    private void Write(HttpContext context, Endpoint? endpoint, int status, TimeSpan elapsed) => Log.Answered(
        logger,
        context.Request.Method,
        (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "unknown",
        status,
        context.Response.Headers["grpc-status"] is [{ } code] ? code : "",
        elapsed.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture),
        context.Caller()?.Client ?? context.Connection.RemoteIpAddress?.ToString() ?? "");

    /// <summary>Headers of OWASP's REST Security Cheat Sheet, without X-Frame-Options, which frame-ancestors replaces, and without those for HTML.</summary>
    private static Task Secure(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return Task.CompletedTask;
    }
}
