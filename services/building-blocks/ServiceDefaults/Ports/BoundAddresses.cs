using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Addresses of a started service; needed where port 0 took a free port.</summary>
public static class BoundAddresses
{
    /// <summary>JSON, health and metrics over HTTP/1.1.</summary>
    public static Uri HttpAddress(this WebApplication app) => Address(app, 0);

    /// <summary>gRPC over HTTP/2 without TLS.</summary>
    public static Uri GrpcAddress(this WebApplication app) => Address(app, 1);

    /// <summary>An additional port, in the order of their registration.</summary>
    public static Uri AdditionalAddress(this WebApplication app, int index) => Address(app, 2 + index);

    /// <summary>Addresses are listed in the order in which the ports were bound.</summary>
    private static Uri Address(WebApplication app, int index) =>
        new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ElementAt(index));
}
