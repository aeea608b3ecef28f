using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Schedule.V1;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Schedule;

/// <summary>A job with a schedule of every hour, on one bus.</summary>
public sealed class ScheduleClockTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly SqliteLog log = new();
    private readonly FakeTimeProvider time = new(Start);

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task Run_TwoInstances_EveryDueTimeIsHandledInOrder()
    {
        using var bus = log.Open(time);
        var handled = new Handled();
        using var first = await StartAsync(bus, handled);
        using var second = await StartAsync(bus, handled);
        await FirstTickAsync(handled);

        for (var hour = 0; hour < 3; hour++)
            await NextTickAsync(handled, TimeSpan.FromHours(1));
        await Task.WhenAll(first.StopAsync(), second.StopAsync());

        var last = HourOf(time.GetUtcNow());
        Assert.Equal(Enumerable.Range(0, 4).Select(hour => last.AddHours(hour - 3)), handled.Times.Distinct().TakeLast(4));
    }

    [Fact]
    public async Task Run_AfterNoInstanceRanForHours_MakesUpForTheLastTime()
    {
        using var bus = log.Open(time);
        var handled = new Handled();
        using (var first = await StartAsync(bus, handled))
        {
            await FirstTickAsync(handled);
            await first.StopAsync();
        }

        time.Advance(TimeSpan.FromHours(5));
        using var again = await StartAsync(bus, handled);
        await NextTickAsync(handled, TimeSpan.Zero);
        await again.StopAsync();

        Assert.Equal(HourOf(time.GetUtcNow()), handled.Times[^1]);
    }

    private static DateTimeOffset HourOf(DateTimeOffset at) => new DateTimeOffset(at.Date, TimeSpan.Zero).AddHours(at.Hour);

    /// <summary>Lets the clock run until the first tick: when the host has begun to watch it is not known.</summary>
    private async Task FirstTickAsync(Handled handled)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (handled.Times.Count == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        time.Advance(HourOf(time.GetUtcNow()).AddMinutes(61) - time.GetUtcNow());
        await handled.UntilAsync(HourOf(time.GetUtcNow()));
    }

    private Task NextTickAsync(Handled handled, TimeSpan later)
    {
        time.Advance(later);
        return handled.UntilAsync(HourOf(time.GetUtcNow()));
    }

    private async Task<IHost> StartAsync(IEventBus bus, Handled handled)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(bus)
            .AddSingleton<IEventPublisher, EventPublisher>()
            .AddSingleton(handled)
            .AddScheduledJob<Handled>(Topics.PromotionDue, "some-service", "some-job", _ => after => HourOf(after).AddHours(1));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class Handled : SingleEventHandler<JobDue>
    {
        private readonly List<DateTimeOffset> times = [];
        private readonly AsyncSignal added = new();

        public IReadOnlyList<DateTimeOffset> Times
        {
            get
            {
                lock (times)
                    return [.. times];
            }
        }

        public async Task UntilAsync(DateTimeOffset due)
        {
            for (var next = added.Next; !Times.Contains(due); next = added.Next)
                await next.WaitAsync(Patience);
        }

        public override Task<Refusal?> HandleAsync(JobDue message, CancellationToken cancellationToken)
        {
            lock (times)
                times.Add(DateTimeOffset.FromUnixTimeMilliseconds(message.DueMs));
            added.Set();
            return Task.FromResult<Refusal?>(null);
        }
    }
}
