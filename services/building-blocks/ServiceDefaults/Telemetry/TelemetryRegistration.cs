using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration.Memory;
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

    /// <summary>gRPC calls get spans by the semantic conventions for RPC.</summary>
    private static readonly Dictionary<string, string?> SpansOfCalls = new()
    {
        ["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION"] = "true",
        ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "rpc",
    };

    /// <summary>Those of ASP.NET Core by name: its instrumentation would add a middleware to every request, only to set error.type.</summary>
    private static readonly string[] Meters =
    [
        "SpotifyPlatform.*", "Polly", "Yarp.ReverseProxy", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.RateLimiting",
    ];

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
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Meters)
                .AddPrometheusExporter());
        if (string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]))
            return;
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = SpansOfCalls });
        telemetry
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(http =>
                    (http.Filter, http.EnrichWithHttpRequest, http.EnrichWithHttpResponse) = (IsTraced, RemovePersonalData, NameByRoute))
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

    /// <summary>
    /// A path may name an account; query and user agent identify the caller. They are removed when the request begins: a span that ends while the
    /// host stops is sent without <see cref="NameByRoute"/>.
    /// </summary>
    private static void RemovePersonalData(Activity span, HttpRequest request) =>
        span.SetTag("url.path", null).SetTag("url.query", null).SetTag("user_agent.original", null);

    /// <summary>The route stands for the path. The address of a gRPC caller, known only here, is left out.</summary>
    private static void NameByRoute(Activity span, HttpResponse response)
    {
        var route = (response.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.SetTag("url.path", route).SetTag("network.peer.address", null).SetTag("network.peer.port", null);
    }
}
