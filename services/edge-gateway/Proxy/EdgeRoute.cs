using SpotifyPlatform.EdgeGateway.Keys;
using Yarp.ReverseProxy.Configuration;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>A route, and what the edge does beside passing its requests on. It is metadata of the route's endpoint too.</summary>
/// <param name="Timeout">For the answer, all attempts together.</param>
/// <param name="Scope">The scope that callers need.</param>
/// <param name="MaxBodyBytes">0 for a request without a body.</param>
/// <param name="IsRepeatable">Whether a failed request is tried again: reads alone.</param>
/// <param name="IsPublic">Whether it is on the ports for clients; else on those for operators.</param>
internal sealed record EdgeRoute(RouteConfig Config, TimeSpan Timeout, KeyScope Scope, long MaxBodyBytes, bool IsRepeatable, bool IsPublic);
