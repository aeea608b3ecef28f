using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ServiceDefaults.Health;

namespace SpotifyPlatform.ServiceDefaults.Ports;

internal static class PortRegistration
{
    public static void AddPorts(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<HttpOptions>(HttpOptions.Section);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, KestrelPorts>());
        builder.Services.TryAddSingleton<HealthService>();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.EnableDetailedErrors = false;
            grpc.MaxReceiveMessageSize = 4 * 1024 * 1024;
        });
    }

    private sealed class KestrelPorts(IServiceProvider services) : IConfigureOptions<KestrelServerOptions>
    {
        public void Configure(KestrelServerOptions kestrel)
        {
            // Wrong options are told at start, all at once.
            if (services.TryRead<HttpOptions>() is not { } http)
                return;
            var address = IPAddress.Parse(http.Address);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.MaxRequestBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = http.MaxRequestHeadersBytes;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.MaxConcurrentConnections = http.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.Http2.MaxStreamsPerConnection = http.MaxStreamsPerConnection;
            kestrel.Listen(address, http.Port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(address, http.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        }
    }
}
