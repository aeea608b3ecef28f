using System.Buffers;
using Microsoft.AspNetCore.Http.Timeouts;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>
/// Repeats a read once, on another instance, when no answer came or the instance says that it is unavailable. An instance that says when to come again
/// is busy, and a repetition would only move the load. Also sets 504 for
/// requests that timed out, which YARP reports as cancelled by the client.
/// </summary>
internal sealed class ReadRetries(RequestDelegate next, RetryBudget budget, EdgeGatewayMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<EdgeRoute>() is not { IsRepeatable: true })
        {
            await next(context).ConfigureAwait(false);
        }
        else
        {
            budget.Earn();
            var body = HttpMethods.IsPost(context.Request.Method) ? await BufferAsync(context.Request, context.RequestAborted).ConfigureAwait(false) : null;
            var proxy = context.GetReverseProxyFeature();
            var instances = proxy.AvailableDestinations;
            var attempt = new Attempt { MayRepeat = instances.Count > 1 };
            context.Features.Set(attempt);
            await next(context).ConfigureAwait(false);
            if (attempt.IsDropped || (attempt.MayRepeat && HasNoAnswer(context) && budget.TrySpend()))
            {
                attempt.MayRepeat = false;
                Reset(context, proxy, body);
                proxy.AvailableDestinations = [.. instances.Where(instance => instance != proxy.ProxiedDestination)];
                await next(context).ConfigureAwait(false);
            }
        }

        if (context.Features.Get<IHttpRequestTimeoutFeature>() is { RequestTimeoutToken.IsCancellationRequested: true } && !context.Response.HasStarted)
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
    }

    /// <summary>Called for each response of an instance, before any of it was sent.</summary>
    public static ValueTask DropUnavailableAsync(ResponseTransformContext context)
    {
        if (context.HttpContext.Features.Get<Attempt>() is { MayRepeat: true } attempt && context.ProxyResponse is { } response && IsUnavailable(response)
            && context.HttpContext.RequestServices.GetRequiredService<RetryBudget>().TrySpend())
        {
            attempt.IsDropped = true;
            context.SuppressResponseBody = true;
        }

        return ValueTask.CompletedTask;
    }

    private void Reset(HttpContext context, IReverseProxyFeature proxy, MemoryStream? body)
    {
        metrics.Retried(proxy.Cluster.Config.ClusterId);
        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
        if (body is not null)
            body.Position = 0;
    }

    private static bool IsUnavailable(HttpResponseMessage response) =>
        response.Headers.RetryAfter is null && !response.Headers.Contains("grpc-retry-pushback-ms") && !response.Headers.Contains("reason")
        && ((int)response.StatusCode is StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable
            || (response.Headers.TryGetValues("grpc-status", out var status) && status.Contains("14")));

    private static bool HasNoAnswer(HttpContext context) =>
        context.GetForwarderErrorFeature()?.Error == ForwarderError.Request && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested;

    /// <summary>The whole body, whose size the route limits. A body that comes slowly keeps no instance waiting.</summary>
    private static async Task<MemoryStream> BufferAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        var body = new MemoryStream(read.Buffer.ToArray(), writable: false);
        reader.AdvanceTo(read.Buffer.End);
        request.Body = body;
        return body;
    }

    private sealed class Attempt
    {
        public bool MayRepeat { get; set; }

        /// <summary>Whether the response was dropped for another attempt.</summary>
        public bool IsDropped { get; set; }
    }
}
