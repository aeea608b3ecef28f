using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ServiceDefaults.Admission;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace SpotifyPlatform.ServiceDefaults.Health;

internal static class HealthRegistration
{
    public const string WatchPolicy = "health-watch";

    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<ShutdownCheck>("serving");
        builder.Services.AddSingleton<ServiceHealth>();
    }

    /// <summary>
    /// grpc.health.v1 answers from the last published report. Neither Check nor Watch runs a check, so that any number of streams costs
    /// one run of the checks each period.
    /// </summary>
    public static void AddGrpcHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddGrpcHealthChecks(grpc =>
        {
            grpc.UseHealthChecksCache = true;
            grpc.Services.Map("", static _ => true);
            grpc.Services.Map("ready", static _ => true);
        });
        builder.Services.Configure<HealthCheckPublisherOptions>(publisher =>
        {
            publisher.Delay = TimeSpan.Zero;
            publisher.Period = TimeSpan.FromSeconds(5);
        });
        builder.AddConcurrencyLimit(WatchPolicy, services => new ConcurrencyLimit(services.GetRequiredService<IOptions<HttpOptions>>().Value.MaxHealthWatches, 0));
    }

    /// <summary>Not ready before the first report and from the start of draining; liveness checks no dependencies.</summary>
    public static void PublishLifetime(this HealthServiceImpl grpc, CancellationToken draining)
    {
        grpc.SetStatus("live", ServingStatus.Serving);
        NotReady();
        draining.Register(NotReady);

        void NotReady()
        {
            grpc.SetStatus("", ServingStatus.NotServing);
            grpc.SetStatus("ready", ServingStatus.NotServing);
        }
    }
}
