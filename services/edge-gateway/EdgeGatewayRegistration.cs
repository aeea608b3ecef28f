using Grpc.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SpotifyPlatform.EdgeGateway.Api;
using SpotifyPlatform.EdgeGateway.Http;
using SpotifyPlatform.EdgeGateway.Keys;
using SpotifyPlatform.EdgeGateway.Limits;
using SpotifyPlatform.EdgeGateway.Proxy;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Health;

namespace SpotifyPlatform.EdgeGateway;

/// <summary>Registers and maps the edge gateway.</summary>
public static class EdgeGatewayRegistration
{
    public const string Name = "edge-gateway";

    public static WebApplicationBuilder AddEdgeGateway(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<EdgeGatewayOptions>(EdgeGatewayOptions.Section);
        builder.AddPorts<EdgeGatewayOptions>(PublicPorts.Of);
        // YARP logs each configuration that it reads. Unanswered requests are in the access log already.
        builder.Logging.AddFilter("Yarp", LogLevel.Warning).AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Error);
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<EdgeGatewayMetrics>();
        builder.Services.AddSingleton<KeyUsage>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddHostedService<KeyUsageRecorder>();
        builder.AddReadinessCheck<KeyRing>("keys-file", (keys, stop) => Task.Run(keys.ThrowIfUnreadable, stop));
        builder.Services.AddSingleton<CallerLimits>();
        builder.Services.AddSingleton<ServerCertificate>();
        builder.Services.AddSingleton<BearerTokens>();
        builder.Services.AddSingleton<CallerAuthenticator>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddProxy();
        // Admission alone authorizes. With this service registered, the host would add its own authorization middleware to each request.
        builder.Services.RemoveAll<IAuthorizationHandlerProvider>();
        builder.Services.AddPublicReflection();
        return builder;
    }

    /// <summary>Maps the routes and the admin endpoints, behind authentication and limits; nothing where the options are invalid, which the start reports.</summary>
    public static WebApplication MapEdgeGateway(this WebApplication app)
    {
        if (app.Services.TryRead<EdgeGatewayOptions>() is not { } options)
            return app;
        app.UseTrustedProxies(options.TrustedProxies);
        app.UseMiddleware<RequestMiddleware>();
        app.MapProxy(options);
        app.MapAdmin();
        return app;
    }

    /// <summary>Where <c>Http:GrpcReflection</c> is set, reflection names what clients may call, and nothing else.</summary>
    private static void AddPublicReflection(this IServiceCollection services)
    {
        services.AddSingleton(_ => new ReflectionServiceImpl([.. PublicRpc.LookupServices, .. PublicRpc.ListeningServices]));
        services.AddSingleton(_ => new ReflectionV1ServiceImpl([.. PublicRpc.LookupServices, .. PublicRpc.ListeningServices]));
    }

    private static void UseTrustedProxies(this WebApplication app, IReadOnlyList<string> trusted)
    {
        if (trusted.Count == 0)
            return;
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in trusted)
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        app.UseForwardedHeaders(forwarded);
    }
}
