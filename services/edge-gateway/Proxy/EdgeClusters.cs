using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>
/// The services behind the edge. JSON and gRPC both go over HTTP/2 to the port that speaks it, request by request to any instance: a balancer of
/// connections would send everything to one.
/// </summary>
internal static class EdgeClusters
{
    /// <summary>After which an instance that could not be connected to is tried again.</summary>
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
            // With none healthy all are tried: a check that is wrong must not close the door.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = routes.HealthInterval,
                Timeout = ProbeTimeout,
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                Path = "/health/ready",
            },
            // Without it, an instance that Attempts leaves out would get requests all the same.
            Passive = new PassiveHealthCheckConfig { Enabled = true },
        },
    };
}
