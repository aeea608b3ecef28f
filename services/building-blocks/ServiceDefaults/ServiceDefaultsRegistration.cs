using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.ServiceDefaults.Ports;
using SpotifyPlatform.ServiceDefaults.Shutdown;
using SpotifyPlatform.ServiceDefaults.Telemetry;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>What every service does alike.</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>
    /// Logs, telemetry, health, an orderly end and, for a web application, the two ports. Call it first: what is added
    /// first is there before the rest starts.
    /// </summary>
    /// <param name="serviceName">The kebab-case name, which is also <c>service.name</c> and the consumer group.</param>
    /// <param name="output">Who reads the log.</param>
    public static IHostApplicationBuilder AddServiceDefaults(
        this IHostApplicationBuilder builder, string serviceName, LogOutput output = LogOutput.Json)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(ServingState)))
            return builder;
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddLogs(output);
        builder.AddTelemetry(serviceName);
        builder.AddOrderlyShutdown();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<ServiceHealth>();
        if (builder is WebApplicationBuilder web)
            web.AddPorts();
        return builder;
    }

    /// <summary>Maps <c>/health/live</c>, <c>/health/ready</c> and <c>/health/startup</c>, and grpc.health.v1.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.MapHealth();
        return app;
    }
}
