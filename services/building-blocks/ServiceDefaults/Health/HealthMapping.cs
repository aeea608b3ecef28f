using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.ServiceDefaults.Shutdown;

namespace SpotifyPlatform.ServiceDefaults.Health;

internal static class HealthMapping
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", (HttpContext context) => Write(context, ServiceHealth.Live)).AllowAnonymous();
        app.MapGet("/health/ready", async (HttpContext context, ServiceHealth health) => Write(context, await health.ReadyAsync(context.RequestAborted))).AllowAnonymous();
        app.MapGet("/health/startup", (HttpContext context, IHostApplicationLifetime lifetime) => Write(context, Started(lifetime))).AllowAnonymous();
        app.Services.GetRequiredService<HealthServiceImpl>().PublishLifetime(app.Services.GetRequiredService<ShutdownState>().Draining);
        app.MapGrpcHealthChecksService().AllowAnonymous().Add(LimitWatches);
    }

    /// <summary>A Watch stream stays open, so only their number can be bounded.</summary>
    private static void LimitWatches(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: "/grpc.health.v1.Health/Watch" })
            endpoint.Metadata.Add(new EnableRateLimitingAttribute(HealthRegistration.WatchPolicy));
    }

    private static HealthReport Started(IHostApplicationLifetime lifetime) => new(
        new Dictionary<string, HealthReportEntry>(),
        lifetime.ApplicationStarted.IsCancellationRequested ? HealthStatus.Healthy : HealthStatus.Unhealthy,
        TimeSpan.Zero);

    /// <summary>Writes names and descriptions of the checks, but no exception, which could hold a secret.</summary>
    private static IResult Write(HttpContext context, HealthReport report)
    {
        context.Response.Headers.CacheControl = "no-store";
        var body = new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new
                {
                    status = entry.Value.Status.ToString(),
                    description = entry.Value.Exception is null ? entry.Value.Description : "The check failed; see the log for the reason.",
                }),
        };
        return Results.Json(body, statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
