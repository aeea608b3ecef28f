using SpotifyPlatform.EdgeGateway.Keys;
using Yarp.ReverseProxy.Configuration;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>A route with its time-out, scope, size limit and retry rule. Also metadata of the route's endpoint.</summary>
/// <param name="Timeout">For the answer, all attempts together.</param>
/// <param name="Scope">The scope that callers need.</param>
/// <param name="MaxBodyBytes">0 for a request without a body.</param>
/// <param name="IsRetryable">Whether a failed request is tried again: reads alone.</param>
/// <param name="IsPublic">Whether it is on the ports for clients; else on those for operators.</param>
internal sealed record EdgeRoute(RouteConfig Config, TimeSpan Timeout, KeyScope Scope, long MaxBodyBytes, bool IsRetryable, bool IsPublic);
