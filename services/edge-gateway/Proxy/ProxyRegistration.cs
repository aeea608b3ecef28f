using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SpotifyPlatform.EdgeGateway.Http;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>Registers YARP with the routes of the edge.</summary>
internal static class ProxyRegistration
{
    private const string AccountsHeader = "x-accounts";

    /// <summary>Headers that are forwarded to services. None carries an identity: only the edge sets that.</summary>
    private static readonly string[] PassedHeaders =
    [
        "accept", "accept-encoding", "accept-language", "content-length", "content-type", "grpc-accept-encoding", "grpc-encoding", "grpc-timeout", "te", "traceparent",
        "tracestate", "user-agent",
    ];

    public static void AddProxy(this IServiceCollection services)
    {
        services.AddSingleton<RetryBudget>();
        services.AddSingleton<IDestinationResolver, UpstreamResolver>();
        services.AddSingleton<IProxyConfigProvider>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<EdgeGatewayOptions>>().Value;
            return new InMemoryConfigProvider([.. EdgeRoutes.Of(options).Select(route => route.Config)], EdgeClusters.Of(options));
        });
        services.AddReverseProxy().AddTransforms(AddTransforms);
    }

    public static void MapProxy(this WebApplication app, EdgeGatewayOptions options)
    {
        var routes = EdgeRoutes.Of(options).ToDictionary(route => route.Config.RouteId);
        app.MapReverseProxy(pipeline =>
        {
            pipeline.UseMiddleware<RetryMiddleware>();
            pipeline.UseLoadBalancing();
        }).Add(endpoint => AddMetadata(endpoint.Metadata, routes));
        app.Services.GetRequiredService<EdgeGatewayMetrics>().ObserveInstances(() => Instances(app.Services.GetRequiredService<IProxyStateLookup>()));
    }

    private static void AddTransforms(TransformBuilderContext context)
    {
        context.UseDefaultForwarders = false;
        context.AddRequestHeadersAllowed(PassedHeaders);
        if (context.Cluster?.ClusterId == EdgeRoutes.ListeningHistory)
            context.AddRequestTransform(request =>
            {
                request.ProxyRequest.Headers.TryAddWithoutValidation(AccountsHeader, request.HttpContext.Caller()?.Accounts ?? "");
                return ValueTask.CompletedTask;
            });
        context.AddResponseTransform(response =>
        {
            response.HttpContext.Response.Headers.Remove(HeaderNames.Server);
            response.HttpContext.AddSecurityHeaders();
            RetryMiddleware.DiscardForRetry(response);
            return ValueTask.CompletedTask;
        });
    }

    private static void AddMetadata(IList<object> metadata, Dictionary<string, EdgeRoute> routes)
    {
        var route = routes[metadata.OfType<RouteModel>().Single().Config.RouteId];
        metadata.Add(route);
        metadata.Add(new MaxBody(route.MaxBodyBytes));
        metadata.Add(new RequiredScope(route.Scope));
        if (route.IsPublic)
            metadata.Add(new PublicEndpoint());
    }

    private static IEnumerable<(string Service, int Available)> Instances(IProxyStateLookup proxy) => proxy.GetClusters().Select(cluster => (
        cluster.ClusterId,
        cluster.Destinations.Values.Count(instance => instance.Health is { Active: not DestinationHealth.Unhealthy, Passive: not DestinationHealth.Unhealthy })));
}
