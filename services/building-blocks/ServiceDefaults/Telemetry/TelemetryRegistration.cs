using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SpotifyPlatform.ServiceDefaults.Telemetry;

internal static class TelemetryRegistration
{
    private static readonly string[] Meters =
    [
        "SpotifyPlatform.*", "Microsoft.AspNetCore.*", "System.Net.Http", "System.Net.NameResolution", "System.Runtime", "Polly", "Yarp.ReverseProxy",
    ];

    /// <summary>Sends metrics and traces by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; else nothing is collected.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TelemetrySession>(services =>
            new TelemetrySession(() => Create(serviceName, services.GetRequiredService<IConfiguration>()))));
    }

    private static OpenTelemetrySdk Create(string serviceName, IConfiguration configuration) => OpenTelemetrySdk.Create(telemetry => telemetry
        .ConfiguredBy(configuration)
        .ConfigureResource(resource => resource
            .AddService(serviceName, serviceVersion: Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
            .AddEnvironmentVariableDetector())
        .WithMetrics(metrics => metrics.AddMeter(Meters))
        .WithTracing(traces => traces.AddSource("SpotifyPlatform.*", "Microsoft.AspNetCore", "System.Net.Http"))
        .UseOtlpExporter());

    /// <summary>OTEL_* from wherever the service is configured, not from the environment alone.</summary>
    private static IOpenTelemetryBuilder ConfiguredBy(this IOpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
        telemetry.Services.AddSingleton(configuration);
        return telemetry;
    }
}

/// <summary>Collects from before the first service starts until the last has stopped, then sends what is left.</summary>
internal sealed class TelemetrySession(Func<OpenTelemetrySdk> create) : IHostedLifecycleService
{
    private OpenTelemetrySdk? sdk;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        sdk = create();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        sdk?.Dispose();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
