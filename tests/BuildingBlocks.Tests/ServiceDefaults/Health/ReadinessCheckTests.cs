using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.ServiceDefaults.Health;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Health;

public sealed class ReadinessCheckTests
{
    [Fact]
    public async Task Run_SuccessIsReused_CallsTheDependencyOnceInThatTime()
    {
        var clock = new FakeTimeProvider();
        var calls = 0;
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddReadinessCheck<TimeProvider>("model", Probe, TimeSpan.FromMinutes(1));
        builder.AddReadinessCheck<TimeProvider>("model", Probe); // The first of a name stays.
        using var host = builder.Build();
        var checks = host.Services.GetRequiredService<HealthCheckService>();

        Assert.Equal(HealthStatus.Unhealthy, (await checks.CheckHealthAsync()).Status); // A failure is not reused.
        for (var i = 0; i < 3; i++)
            Assert.Equal(HealthStatus.Healthy, (await checks.CheckHealthAsync()).Status);
        Assert.Equal(2, calls);
        clock.Advance(TimeSpan.FromMinutes(1));
        await checks.CheckHealthAsync();
        Assert.Equal(3, calls);

        Task Probe(TimeProvider dependency, CancellationToken cancellationToken) =>
            ++calls == 1 ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
    }
}
