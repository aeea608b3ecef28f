using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>The ports for clients, and which endpoints are reached through them.</summary>
internal static class PublicPorts
{
    /// <summary>Marks connections of public ports: a request's Host header says nothing about its port.</summary>
    private static readonly object PublicConnectionKey = new();

    public static IEnumerable<ServiceDefaults.AdditionalPort> Of(IServiceProvider services, EdgeGatewayOptions options)
    {
        if (options.Ports.Plaintext)
        {
            yield return new(options.Ports.Http, listen => Set(listen, options, HttpProtocols.Http1));
            yield return new(options.Ports.Grpc, listen => Set(listen, options, HttpProtocols.Http2));
        }

        if (!options.Tls.IsEnabled())
            yield break;
        var certificate = services.GetRequiredService<ServerCertificate>();
        yield return new(options.Ports.Https, listen =>
        {
            Set(listen, options, HttpProtocols.Http1AndHttp2);
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(certificate.Options()) });
        });
    }

    public static bool IsPublic(this HttpContext context) => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(PublicConnectionKey) == true;

    /// <summary>Public ports serve public endpoints only, the operators' ports all others. To the wrong port an endpoint is an unknown path.</summary>
    public static void Restrict(HttpContext context, bool isPublic)
    {
        if (context.GetEndpoint() is { } endpoint && isPublic != IsForClients(endpoint))
            context.SetEndpoint(null);
    }

    private static bool IsForClients(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<PublicEndpoint>() is not null
        || (endpoint as RouteEndpoint)?.RoutePattern.RawText?.StartsWith("/grpc.reflection.", StringComparison.Ordinal) == true;

    private static void Set(ListenOptions listen, EdgeGatewayOptions options, HttpProtocols protocols)
    {
        listen.Protocols = protocols;
        listen.KestrelServerOptions.Limits.MinRequestBodyDataRate = new MinDataRate(options.Ports.MinBodyBytesPerSecond, options.Ports.SlowBodyGrace);
        listen.Use(next => connection =>
        {
            connection.Items[PublicConnectionKey] = PublicConnectionKey;
            return next(connection);
        });
    }
}

/// <summary>Metadata of an endpoint for clients.</summary>
internal sealed class PublicEndpoint;
