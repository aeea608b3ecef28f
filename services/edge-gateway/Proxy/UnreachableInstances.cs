using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>
/// Leaves out an instance to which there is no connection, from the first request on. It looks idle, so that a balancer would prefer it, and answers
/// about names show an instance that has gone for some seconds more.
/// </summary>
internal sealed class UnreachableInstances(RequestDelegate next, IDestinationHealthUpdater health)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context).ConfigureAwait(false);
        var proxy = context.GetReverseProxyFeature();
        if (context.GetForwarderErrorFeature() is { Error: ForwarderError.Request, Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } }
            && proxy is { ProxiedDestination: { } instance, Route.Cluster: { } cluster })
            health.SetPassive(cluster, instance, DestinationHealth.Unhealthy, EdgeClusters.ReactivationPeriod);
    }
}
