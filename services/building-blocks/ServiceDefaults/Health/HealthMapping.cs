using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace SpotifyPlatform.ServiceDefaults.Health;

internal static class HealthMapping
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", (HttpContext context) => Answer(context, ServiceHealth.Live));
        app.MapGet("/health/ready", async (HttpContext context, ServiceHealth health) => Answer(context, await health.ReadyAsync(context.RequestAborted)));
        app.MapGet("/health/startup", (HttpContext context, IHostApplicationLifetime lifetime) => Answer(context, Started(lifetime)));
        app.MapGrpcService<HealthService>();
    }

    private static HealthReport Started(IHostApplicationLifetime lifetime) => new(
        new Dictionary<string, HealthReportEntry>(),
        lifetime.ApplicationStarted.IsCancellationRequested ? HealthStatus.Healthy : HealthStatus.Unhealthy,
        TimeSpan.Zero);

    /// <summary>Says which check fails and its own words, never an exception's.</summary>
    private static IResult Answer(HttpContext context, HealthReport report)
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
                    description = entry.Value.Exception is null ? entry.Value.Description : "The check failed; the log says why.",
                }),
        };
        return Results.Json(body, statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
