using System.Buffers;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>
/// Forwards a request within the time-out of its route. A read is retried once on another instance if no answer came or the instance is unavailable, but
/// not if the answer says when to retry: that instance is busy, and a retry would only move the load. An instance that cannot be connected to is marked
/// unhealthy after its first failure: it looks idle, so the balancer would prefer it, and DNS still lists it for some seconds.
/// </summary>
internal sealed class RetryMiddleware(RequestDelegate next, RetryBudget budget, IDestinationHealthUpdater health, EdgeGatewayMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var route = context.GetEndpoint()!.Metadata.GetRequiredMetadata<EdgeRoute>();
        var client = context.RequestAborted;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(client);
        limit.CancelAfter(route.Timeout);
        context.RequestAborted = limit.Token;
        try
        {
            if (route.IsRetryable)
                budget.AddRequest();
            var body = route.IsRetryable && HttpMethods.IsPost(context.Request.Method) ? await BufferAsync(context.Request, limit.Token).ConfigureAwait(false) : null;
            var proxy = context.GetReverseProxyFeature();
            var instances = proxy.AvailableDestinations;
            var attempt = new Attempt { MayRetry = route.IsRetryable && instances.Count > 1 };
            context.Features.Set(attempt);
            await next(context).ConfigureAwait(false);
            MarkUnreachable(context);
            if (attempt.IsDiscarded || (attempt.MayRetry && HasNoAnswer(context) && budget.TrySpend()))
            {
                attempt.MayRetry = false;
                Reset(context, proxy, body);
                proxy.AvailableDestinations = [.. instances.Where(instance => instance != proxy.ProxiedDestination)];
                await next(context).ConfigureAwait(false);
                MarkUnreachable(context);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !client.IsCancellationRequested)
        {
            // Its status is set below.
        }
        finally
        {
            context.RequestAborted = client;
        }

        // YARP reports the time-out as a request that the client cancelled.
        if (limit.IsCancellationRequested && !client.IsCancellationRequested && !context.Response.HasStarted)
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
    }

    /// <summary>Called for each response of an instance, before any of it was sent.</summary>
    public static void DiscardForRetry(ResponseTransformContext context)
    {
        if (context.HttpContext.Features.Get<Attempt>() is { MayRetry: true } attempt && context.ProxyResponse is { } response && IsUnavailable(response)
            && context.HttpContext.RequestServices.GetRequiredService<RetryBudget>().TrySpend())
        {
            attempt.IsDiscarded = true;
            context.SuppressResponseBody = true;
        }
    }

    private void MarkUnreachable(HttpContext context)
    {
        if (context.GetForwarderErrorFeature() is { Error: ForwarderError.Request, Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } }
            && context.GetReverseProxyFeature() is { ProxiedDestination: { } instance, Route.Cluster: { } cluster })
            health.SetPassive(cluster, instance, DestinationHealth.Unhealthy, EdgeClusters.ReactivationPeriod);
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

    /// <summary>Reads the whole body, whose size the route limits, so that a slow body does not occupy an instance.</summary>
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
        public bool MayRetry { get; set; }

        /// <summary>Whether the response was discarded for another attempt.</summary>
        public bool IsDiscarded { get; set; }
    }
}
