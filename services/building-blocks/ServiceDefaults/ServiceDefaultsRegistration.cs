using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.ServiceDefaults.Ports;
using SpotifyPlatform.ServiceDefaults.Shutdown;
using SpotifyPlatform.ServiceDefaults.Telemetry;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Configuration that all services share.</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>
    /// Logs, telemetry, health, graceful shutdown and, for a web application, the two ports. Call it first: hosted services start in the
    /// order of their registration.
    /// </summary>
    /// <param name="serviceName">The kebab-case name, which is also <c>service.name</c> and the consumer group.</param>
    /// <param name="output">Format of the log.</param>
    public static IHostApplicationBuilder AddServiceDefaults(
        this IHostApplicationBuilder builder, string serviceName, LogOutput output = LogOutput.Json)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(ShutdownState)))
            return builder;
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddLogs(output);
        builder.AddTelemetry(serviceName);
        builder.AddGracefulShutdown();
        builder.AddHealth();
        if (builder is WebApplicationBuilder web)
        {
            web.AddPorts();
            web.AddGrpcHealth();
        }

        return builder;
    }

    /// <summary>
    /// Maps <c>/health/live</c>, <c>/health/ready</c>, <c>/health/startup</c>, <c>/metrics</c>, grpc.health.v1 and, where it is configured, gRPC
    /// reflection, and adds the middleware of the connection and concurrency limits. Call it before other endpoints are mapped.
    /// </summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        var http = app.Services.TryRead<HttpOptions>(); // Null where they are invalid, which the start reports.
        if (http is not null)
        {
            var limiter = app.Services.GetRequiredService<ConnectionLimiter>();
            app.Use(next => context => limiter.RunAsync(context, next));
        }

        app.UseRateLimiter();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint().AllowAnonymous();
        if (http is { GrpcReflection: true })
            app.MapGrpcReflectionService();
        return app;
    }
}
