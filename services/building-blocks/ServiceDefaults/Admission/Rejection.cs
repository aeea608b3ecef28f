using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace SpotifyPlatform.ServiceDefaults.Admission;

/// <summary>Answers a request that was rejected by a concurrency limit.</summary>
internal static class Rejection
{
    private const string Message = "The service is at its concurrency limit. Retry after a second.";

    public static async ValueTask WriteAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var response = context.HttpContext.Response;
        response.Headers.RetryAfter = "1";
        if (context.HttpContext.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
            WriteGrpc(response);
        else
            await Results.Problem(Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The service is busy.")
                .ExecuteAsync(context.HttpContext).ConfigureAwait(false);
    }

    /// <summary>A response of trailers only, which gRPC sends as headers. The pushback header is the retry hint of gRPC's retry policy (A6).</summary>
    private static void WriteGrpc(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)StatusCode.ResourceExhausted).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Message;
        response.Headers["grpc-retry-pushback-ms"] = "1000";
    }
}
