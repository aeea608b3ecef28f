using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SpotifyPlatform.ServiceDefaults.Telemetry;

internal static class TelemetryRegistration
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters = ["SpotifyPlatform.*", "Polly", "Yarp.ReverseProxy"];

    /// <summary>
    /// Collects metrics for <c>/metrics</c>. Where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, metrics, traces and logs are also sent by OTLP;
    /// without it no trace is collected.
    /// </summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(serviceName, serviceVersion: Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Meters)
                .AddPrometheusExporter());
        if (string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]))
            return;
        telemetry
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(http => http.Filter = IsTraced)
                .AddHttpClientInstrumentation()
                .AddGrpcClientInstrumentation()
                .AddSource("SpotifyPlatform.*"))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
    }

    /// <summary>Probes and scrapes come every few seconds and would outnumber the requests.</summary>
    private static bool IsTraced(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/metrics")
        && !context.Request.Path.StartsWithSegments("/grpc.health.v1.Health");
}
