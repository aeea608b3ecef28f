using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Where a started service listens, also when it took free ports.</summary>
public static class BoundAddresses
{
    /// <summary>JSON and health, HTTP/1.1.</summary>
    public static Uri HttpAddress(this WebApplication app) => Address(app, 0);

    /// <summary>gRPC, HTTP/2 without TLS.</summary>
    public static Uri GrpcAddress(this WebApplication app) => Address(app, 1);

    /// <summary>In the order in which the ports were bound.</summary>
    private static Uri Address(WebApplication app, int index) =>
        new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ElementAt(index));
}
