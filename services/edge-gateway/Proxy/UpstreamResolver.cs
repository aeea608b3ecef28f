using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>
/// Resolves host names to one destination per address, periodically. YARP's own resolver fails at start if a name cannot be resolved yet, such as that of
/// a headless Service without a ready pod.
/// </summary>
internal sealed class UpstreamResolver(IOptions<EdgeGatewayOptions> options, TimeProvider time, ILogger<UpstreamResolver> logger) : IDestinationResolver
{
    private readonly Dictionary<string, IPAddress[]> known = [];
    private readonly Lock gate = new();

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal);
        foreach (var destination in destinations.Values)
        {
            var address = new Uri(destination.Address);
            foreach (var ip in await AddressesAsync(address, cancellationToken).ConfigureAwait(false))
            {
                var literal = new UriBuilder(address) { Host = ip.ToString() }.Uri.ToString();
                resolved[literal] = destination with { Address = literal, Host = address.Authority };
            }
        }

        // Not disposed: YARP listens to it until it fires.
        var next = new CancellationTokenSource(options.Value.Routes.ResolveInterval, time);
        return new ResolvedDestinationCollection(resolved, new CancellationChangeToken(next.Token));
    }

    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(Uri address, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(address.DnsSafeHost, out var literal))
            return [literal];
        try
        {
            var found = await Dns.GetHostAddressesAsync(address.DnsSafeHost, cancellationToken).ConfigureAwait(false);
            lock (gate)
                known[address.Host] = found;
            return found;
        }
        catch (SocketException ex)
        {
            Log.NameUnknown(logger, address.Host, ex);
            lock (gate)
                return known.GetValueOrDefault(address.Host) ?? [];
        }
    }
}
