using System.Globalization;
using Grpc.Core;
using SpotifyPlatform.ServiceDefaults.Telemetry;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Writes the body of a refused or unanswered request: problem details, or a gRPC status.</summary>
internal static class Refusal
{
    public static async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var status = response.StatusCode;
        var (reason, message, code) = Describe(status);
        context.AddSecurityHeaders();
        if (context.Request.IsGrpc())
            WriteGrpc(context, code, message);
        else
            await Results.Problem(
                message,
                statusCode: status,
                title: status < StatusCodes.Status500InternalServerError ? "The request was refused." : "The service is not available.",
                extensions: [KeyValuePair.Create<string, object?>("reason", reason)]).ExecuteAsync(context).ConfigureAwait(false);
    }

    public static string ReasonOf(int status) => Describe(status).Reason;

    /// <summary>A response of trailers only, which gRPC sends as headers.</summary>
    private static void WriteGrpc(HttpContext context, StatusCode code, string message)
    {
        var response = context.Response;
        context.SetRpcStatus(code);
        if (response.Headers.RetryAfter.Count == 1 && int.TryParse(response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            response.Headers["grpc-retry-pushback-ms"] = (seconds * 1000L).ToString(CultureInfo.InvariantCulture);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)code).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = message;
    }

    private static (string Reason, string Message, StatusCode Code) Describe(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ("unauthenticated", "A valid key (header x-api-key) or bearer token is needed.", StatusCode.Unauthenticated),
        StatusCodes.Status403Forbidden => ("forbidden", "The key or token does not have the scope for this.", StatusCode.PermissionDenied),
        StatusCodes.Status404NotFound => ("not_found", "There is no such route.", StatusCode.Unimplemented),
        StatusCodes.Status405MethodNotAllowed => ("method", "The route does not have this method.", StatusCode.Unimplemented),
        StatusCodes.Status408RequestTimeout => ("slow_body", "The request body arrived too slowly.", StatusCode.DeadlineExceeded),
        StatusCodes.Status413PayloadTooLarge => ("too_large", "The request body is larger than this route takes.", StatusCode.ResourceExhausted),
        StatusCodes.Status415UnsupportedMediaType => ("encoding", "Compressed request bodies are not taken.", StatusCode.Unimplemented),
        StatusCodes.Status429TooManyRequests => ("rate_limited", "Too many requests. Try again after the seconds of Retry-After (gRPC: grpc-retry-pushback-ms).", StatusCode.ResourceExhausted),
        StatusCodes.Status502BadGateway => ("no_answer", "The service did not answer.", StatusCode.Unavailable),
        StatusCodes.Status503ServiceUnavailable => ("no_instance", "No instance of the service is reachable.", StatusCode.Unavailable),
        StatusCodes.Status504GatewayTimeout => ("timeout", "The service did not answer in time.", StatusCode.DeadlineExceeded),
        < StatusCodes.Status500InternalServerError => ("malformed", "The request is malformed.", StatusCode.InvalidArgument),
        _ => ("error", "The request failed.", StatusCode.Unknown),
    };
}
