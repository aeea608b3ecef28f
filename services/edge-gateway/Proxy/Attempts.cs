using System.Buffers;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>
/// Sends a request to an instance, within the time of its route. A read is sent once more, to another instance, when no answer came or the instance says
/// that it is unavailable; one that says when to come again is busy, and a repetition would only move the load. An instance that cannot be connected to is left
/// out after its first failure: it looks idle, so the balancer would prefer it, and DNS still names it for some seconds.
/// </summary>
internal sealed class Attempts(RequestDelegate next, RetryBudget budget, IDestinationHealthUpdater health, EdgeGatewayMetrics metrics)
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
            if (route.IsRepeatable)
                budget.Earn();
            var body = route.IsRepeatable && HttpMethods.IsPost(context.Request.Method) ? await BufferAsync(context.Request, limit.Token).ConfigureAwait(false) : null;
            var proxy = context.GetReverseProxyFeature();
            var instances = proxy.AvailableDestinations;
            var attempt = new Attempt { MayRepeat = route.IsRepeatable && instances.Count > 1 };
            context.Features.Set(attempt);
            await next(context).ConfigureAwait(false);
            LeaveOutUnreachable(context);
            if (attempt.IsDropped || (attempt.MayRepeat && HasNoAnswer(context) && budget.TrySpend()))
            {
                attempt.MayRepeat = false;
                Reset(context, proxy, body);
                proxy.AvailableDestinations = [.. instances.Where(instance => instance != proxy.ProxiedDestination)];
                await next(context).ConfigureAwait(false);
                LeaveOutUnreachable(context);
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

        // The proxy takes it for a request that the client cancelled.
        if (limit.IsCancellationRequested && !client.IsCancellationRequested && !context.Response.HasStarted)
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
    }

    /// <summary>Called for each response of an instance, before any of it was sent.</summary>
    public static void DropUnavailable(ResponseTransformContext context)
    {
        if (context.HttpContext.Features.Get<Attempt>() is { MayRepeat: true } attempt && context.ProxyResponse is { } response && IsUnavailable(response)
            && context.HttpContext.RequestServices.GetRequiredService<RetryBudget>().TrySpend())
        {
            attempt.IsDropped = true;
            context.SuppressResponseBody = true;
        }
    }

    private void LeaveOutUnreachable(HttpContext context)
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
