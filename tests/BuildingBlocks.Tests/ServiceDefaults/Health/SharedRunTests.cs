using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.ServiceDefaults.Shutdown;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Health;

/// <summary>The cost of probes does not grow with their number.</summary>
public sealed class SharedRunTests
{
    private int runs;

    [Fact]
    public async Task Ready_ManyCallers_ShareOneRunForASecond()
    {
        var clock = new FakeTimeProvider();
        var released = new TaskCompletionSource();
        using var state = new ShutdownState();
        await using var services = Checks(async () => await released.Task);
        var health = new ServiceHealth(services.GetRequiredService<HealthCheckService>(), state, clock);

        var first = Enumerable.Range(0, 20).Select(_ => health.ReadyAsync(CancellationToken.None)).ToList();
        released.SetResult();
        Assert.All(await Task.WhenAll(first), report => Assert.Equal(HealthStatus.Healthy, report.Status));
        clock.Advance(TimeSpan.FromMilliseconds(999));
        await health.ReadyAsync(CancellationToken.None);
        Assert.Equal(1, runs);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await health.ReadyAsync(CancellationToken.None);
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Ready_CheckHangs_IsUnhealthyAfterTheTimeout()
    {
        var clock = new FakeTimeProvider();
        using var state = new ShutdownState();
        var released = new TaskCompletionSource();
        await using var services = Checks(() => released.Task);
        var health = new ServiceHealth(services.GetRequiredService<HealthCheckService>(), state, clock);

        var ready = health.ReadyAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(HealthStatus.Unhealthy, (await ready).Status);
        released.SetResult();
    }

    [Fact]
    public async Task Watch_ManyStreams_DoNotRunTheChecks()
    {
        const int streams = 100;
        var builder = TestService.Builder();
        builder.Services.AddHealthChecks().AddAsyncCheck("store", () => Task.FromResult(CountRun()));
        await using var app = builder.Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        var client = new Grpc.Health.V1.Health.HealthClient(channel);

        var calls = Enumerable.Range(0, streams).Select(_ => client.Watch(new HealthCheckRequest())).ToList();
        foreach (var call in calls)
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.InRange(runs, 0, streams / 10); // One a period, however many streams there are.
        calls.ForEach(call => call.Dispose());
    }

    [Fact]
    public async Task Watch_OverTheLimit_IsResourceExhausted()
    {
        await using var app = TestService.Builder(("Http:MaxHealthWatches", "2")).Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        var client = new Grpc.Health.V1.Health.HealthClient(channel);
        using var first = client.Watch(new HealthCheckRequest());
        using var second = client.Watch(new HealthCheckRequest());
        Assert.True(await first.ResponseStream.MoveNext(CancellationToken.None));
        Assert.True(await second.ResponseStream.MoveNext(CancellationToken.None));

        using var third = client.Watch(new HealthCheckRequest());
        var ex = await Assert.ThrowsAsync<RpcException>(() => third.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.ResourceExhausted, ex.StatusCode);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest { Service = "live" })).Status);
    }

    private ServiceProvider Checks(Func<Task> check)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddAsyncCheck("store", async () =>
        {
            var result = CountRun();
            await check();
            return result;
        });
        return services.BuildServiceProvider();
    }

    private HealthCheckResult CountRun()
    {
        Interlocked.Increment(ref runs);
        return HealthCheckResult.Healthy();
    }
}
