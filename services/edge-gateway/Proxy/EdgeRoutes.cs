using SpotifyPlatform.EdgeGateway.Api;
using SpotifyPlatform.EdgeGateway.Keys;
using Yarp.ReverseProxy.Configuration;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>Every route of the edge.</summary>
internal static class EdgeRoutes
{
    public const string LookupGateway = "lookup-gateway";
    public const string ListeningHistory = "listening-history";

    private const string Account = "/v1/listening/{account}";

    private static readonly string[] Changes = ["PUT", "PATCH", "DELETE"];

    public static IReadOnlyList<EdgeRoute> Of(EdgeGatewayOptions options)
    {
        var routes = options.Routes;
        var listening = options.ListeningHistory.Length > 0;
        return
        [
            Json("/v1/artists/{**rest}", "GET", KeyScope.Read, LookupGateway, routes.LookupTimeout, 0),
            Json("/v1/tracks/{**rest}", "GET", KeyScope.Read, LookupGateway, routes.LookupTimeout, 0),
            .. PublicRpc.Lookup.Select(rpc => Grpc(rpc, LookupGateway, routes.LookupTimeout, routes)),
            .. PublicRpc.Admin.Select(rpc => Grpc(rpc, LookupGateway, routes.LookupTimeout, routes) with { IsPublic = false }),
            .. listening ? PublicRpc.Listening.Select(rpc => Grpc(rpc, ListeningHistory, routes.ListeningTimeout, routes)) : [],
            .. listening ? ListeningJson(routes) : [],
        ];
    }

    private static IEnumerable<EdgeRoute> ListeningJson(ProxyRouteOptions routes) =>
    [
        Json(Account + "/{**rest}", "GET", KeyScope.Read, ListeningHistory, routes.ListeningTimeout, 0),
        Json(Account + "/imports", "POST", KeyScope.Write, ListeningHistory, routes.UploadTimeout, routes.MaxUploadBytes),
        .. Changes.Select(method => Json(Account + "/{**rest}", method, KeyScope.Write, ListeningHistory, routes.ListeningTimeout, routes.MaxBodyBytes)),
    ];

    private static EdgeRoute Json(string path, string method, KeyScope scope, string service, TimeSpan timeout, long maxBody) => new(
        new RouteConfig
        {
            RouteId = $"{method} {path}",
            Match = new RouteMatch { Path = path, Methods = [method] },
            ClusterId = service,
        },
        timeout,
        scope,
        maxBody,
        IsRetryable: method == "GET",
        IsPublic: true);

    private static EdgeRoute Grpc(PublicRpc rpc, string service, TimeSpan timeout, ProxyRouteOptions routes) => new(
        new RouteConfig
        {
            RouteId = rpc.Path,
            Match = new RouteMatch { Path = rpc.Path, Methods = ["POST"] },
            ClusterId = service,
        },
        rpc.IsUpload ? routes.UploadTimeout : timeout,
        rpc.Scope,
        rpc.IsUpload ? routes.MaxUploadBytes : routes.MaxBodyBytes,
        IsRetryable: rpc.Scope != KeyScope.Write,
        IsPublic: true);
}
