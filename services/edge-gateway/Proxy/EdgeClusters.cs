using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>
/// The services behind the edge. JSON and gRPC both go over HTTP/2 to the gRPC port. Each request is balanced by itself: balancing by connection would
/// send all requests to one instance.
/// </summary>
internal static class EdgeClusters
{
    /// <summary>Time after which an instance that could not be connected to is tried again.</summary>
    public static readonly TimeSpan ReactivationPeriod = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<ClusterConfig> Of(EdgeGatewayOptions options) =>
    [
        Cluster(EdgeRoutes.LookupGateway, options.LookupGateway, options.Routes),
        .. options.ListeningHistory.Length > 0 ? [Cluster(EdgeRoutes.ListeningHistory, options.ListeningHistory, options.Routes)] : Array.Empty<ClusterConfig>(),
    ];

    private static ClusterConfig Cluster(string service, string addresses, ProxyRouteOptions routes) => new()
    {
        ClusterId = service,
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        Destinations = Upstream.Split(addresses).Distinct().ToDictionary(address => address, address => new DestinationConfig { Address = address }),
        HttpClient = new HttpClientConfig { EnableMultipleHttp2Connections = true },
        HttpRequest = new ForwarderRequestConfig
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            // Each route has its own limit; this one only must not be shorter.
            ActivityTimeout = routes.UploadTimeout,
        },
        HealthCheck = new HealthCheckConfig
        {
            // If no instance is healthy, all are tried: a wrong health check must not stop all traffic.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = routes.HealthInterval,
                Timeout = ProbeTimeout,
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                Path = "/health/ready",
            },
            // YARP ignores what RetryMiddleware marks as unhealthy unless this is enabled.
            Passive = new PassiveHealthCheckConfig { Enabled = true },
        },
    };
}
