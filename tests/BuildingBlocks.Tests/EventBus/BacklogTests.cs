using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;
using SpotifyPlatform.EventBus.Backlog;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus;

/// <summary>Gauges of what this process's groups have left to do.</summary>
public sealed class BacklogTests : ConsumeScenario
{
    private static readonly (string, string)[] Tags = [("topic", "test.entity.happened.v1"), ("group", Group)];

    [Fact]
    public async Task Look_PendingAndRefused_AreGaugesOfTopicAndGroup()
    {
        await PublishAsync(Event(0, "bad"), Event(0, "slow"), Event(1, "waits"));
        using var go = new SemaphoreSlim(0);
        var slow = new TaskCompletionSource();
        var host = await StartAsync(async (text, token) =>
        {
            if (text == "bad")
                return new Refusal("shard_truncated", "The shard ends early.");
            if (text == "slow")
                slow.SetResult();
            await go.WaitAsync(token);
            go.Release();
            return null;
        });
        using var gauges = new Gauges(host.Services, EventBusMetrics.Name);
        await slow.Task.WaitAsync(Patience);
        await LookAsync();
        Assert.Equal(1, gauges.Read("pipeline.dead_letters", Tags));
        // The refused record may not be committed yet, which its batch's span of time decides.
        Assert.InRange(gauges.Read("pipeline.records.pending", Tags), 2, 3);
        Assert.True(gauges.Read("pipeline.records.pending.age", Tags) > 0);

        go.Release();
        await StopConsumingAsync();
        await LookAsync();

        Assert.Equal(0, gauges.Read("pipeline.records.pending", Tags));
        Assert.Equal(0, gauges.Read("pipeline.records.pending.age", Tags));
        Assert.Equal(1, gauges.Read("pipeline.dead_letters", Tags));
        host.Dispose();

        Task LookAsync() => host.Services.GetRequiredService<BacklogMonitor>().LookAsync(default);

        async Task StopConsumingAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            while ((await host.Services.GetRequiredService<IEventBus>().ReadLagAsync(patience.Token)).Sum(lag => lag.Pending) > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
            await host.StopAsync(patience.Token);
        }
    }

    [Fact]
    public void Gauges_BetweenLooks_AgeWithTheClockAndKeepTheCounts()
    {
        var time = new FakeTimeProvider();
        using var services = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(time).AddSingleton<EventBusMetrics>().BuildServiceProvider();
        var metrics = services.GetRequiredService<EventBusMetrics>();
        using var gauges = new Gauges(services, EventBusMetrics.Name);
        Assert.True(metrics.IsBacklogRead);
        Assert.Empty(gauges.ReadAll());

        metrics.Observed([new GroupBacklog(new GroupLag("test.entity.happened.v1", Group, 7, 9) { OldestPendingAt = time.GetUtcNow() }, 3)]);
        time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(7, gauges.Read("pipeline.records.pending", Tags));
        Assert.Equal(90, gauges.Read("pipeline.records.pending.age", Tags));
        Assert.Equal(3, gauges.Read("pipeline.dead_letters", Tags));

        // A look that failed leaves no value that might be old.
        metrics.Observed([]);
        Assert.Empty(gauges.ReadAll());
    }
}
