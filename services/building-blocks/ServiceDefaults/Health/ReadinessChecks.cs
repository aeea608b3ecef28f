using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace SpotifyPlatform.ServiceDefaults.Health;

/// <summary>Readiness checks of the dependencies that a service needs to do its work.</summary>
public static class ReadinessChecks
{
    /// <summary>Adds a check that makes a small call to a dependency. A check of this name that is already there stays.</summary>
    /// <param name="name">Kebab-case, unique in the process, such as <c>feature-store</c>.</param>
    /// <param name="probe">Throws when the dependency does not answer.</param>
    /// <param name="reuse">How long a success is reused, for calls that cost money; zero calls each time.</param>
    public static IHostApplicationBuilder AddReadinessCheck<TService>(
        this IHostApplicationBuilder builder, string name, Func<TService, CancellationToken, Task> probe, TimeSpan reuse = default)
        where TService : notnull
    {
        var last = new ProbeCheck<TService>.LastSuccess();
        builder.Services.AddHealthChecks();
        builder.Services.Configure<HealthCheckServiceOptions>(options =>
        {
            if (options.Registrations.All(registration => registration.Name != name))
                options.Registrations.Add(new HealthCheckRegistration(name, Create, failureStatus: null, tags: null));
        });
        return builder;

        IHealthCheck Create(IServiceProvider services) => new ProbeCheck<TService>(services, probe, reuse, last);
    }
}
