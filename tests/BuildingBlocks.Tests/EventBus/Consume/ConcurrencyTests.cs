using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;

/// <summary>What runs side by side, and what must not.</summary>
public sealed class ConcurrencyTests : ConsumeScenario
{
    [Fact]
    public async Task Consume_TwoPartitions_AreHandledAtTheSameTime()
    {
        await PublishAsync(Event(0, "left"), Event(1, "right"));
        using var meeting = new Barrier(2);
        var seen = new Seen(2);

        // Each handler waits for the other: handled one after the other, neither would end.
        var host = await StartAsync(async (text, token) =>
        {
            await Task.Run(() => meeting.SignalAndWait(Patience, token), token);
            return await seen.Add(text);
        });
        await seen.Enough;
        await StopAsync(host);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Consume_ManyPartitions_NoMoreThanParallelismAtOnceAndOneOfEach(int parallelism)
    {
        await PublishAsync([.. Enumerable.Range(0, 400).Select(i => Event(i % 4, $"{i % 4}:{i}"))]);
        var seen = new Seen(400);
        var ofPartition = new int[4];
        int now = 0, most = 0, mostOfOne = 0;

        var host = await StartAsync(
            async (text, _) =>
            {
                var partition = text[0] - '0';
                Raise(ref most, Interlocked.Increment(ref now));
                Raise(ref mostOfOne, Interlocked.Increment(ref ofPartition[partition]));
                await Task.Yield();
                Interlocked.Decrement(ref ofPartition[partition]);
                Interlocked.Decrement(ref now);
                return await seen.Add(text);
            },
            ("EventBus:Parallelism", $"{parallelism}"));
        await seen.Enough;
        await StopAsync(host);

        Assert.InRange(most, 1, parallelism);
        Assert.Equal(1, mostOfOne);
    }

    [Fact]
    public async Task Consume_SlowHandler_ReceivesNoMoreThanMaxInFlight()
    {
        await PublishAsync([.. Enumerable.Range(0, 300).Select(i => Event(i % 4, $"{i}"))]);
        var seen = new Seen(300);
        var inFlight = new InFlightBus(Log.Open());

        var host = await StartAsync(
            services => services
                .AddSingleton<IEventBus>(inFlight)
                .AddSingleton(new ScriptedHandler(async (text, _) =>
                {
                    await Task.Yield();
                    inFlight.Handled();
                    return await seen.Add(text);
                }))
                .AddConsumer<StringValue, ScriptedHandler>(Topic, Group),
            ("EventBus:MaxInFlight", "10"));
        await seen.Enough;
        await StopAsync(host);
        inFlight.Dispose();

        Assert.InRange(inFlight.Most, 1, 10);
        Assert.Equal(0, (await LagAsync()).Pending);
    }

    [Fact]
    public async Task Consume_CommitFailsAtFirst_IsCommittedInTheEnd()
    {
        await PublishAsync(Event(0, "first"));
        var seen = new Seen(1);
        var faults = 3;
        using var bus = Log.Open();
        var probe = new BusProbe(bus)
        {
            At = (point, _) =>
            {
                if (point == BusPoint.BeforeCommit && faults-- > 0)
                    throw new IOException("The disk is away.");
            },
        };

        var host = await StartAsync(services => services
            .AddSingleton<IEventBus>(probe)
            .AddSingleton(new ScriptedHandler((text, _) => seen.Add(text)))
            .AddConsumer<StringValue, ScriptedHandler>(Topic, Group));
        await seen.Enough;
        await StopAsync(host);

        Assert.Single(seen.Texts);
        Assert.Equal(0, (await bus.ReadLagAsync(CancellationToken.None)).Single(lag => lag.Group == Group).Pending);
    }

    [Fact]
    public async Task Consume_TwoGroupsOfOneTopicInOneHost_EachHandlesEveryEvent()
    {
        await PublishAsync(Event(0, "a"), Event(1, "b"));
        var (first, second) = (new Seen(2), new Seen(2));

        var host = await StartAsync(services => services
            .AddSingleton(new ScriptedHandler((text, _) => first.Add(text)))
            .AddSingleton(new OtherHandler(second))
            .AddConsumer<StringValue, ScriptedHandler>(Topic, Group)
            .AddConsumer<StringValue, OtherHandler>(Topic, "other-group"));
        await Task.WhenAll(first.Enough, second.Enough);
        await StopAsync(host);

        Assert.Equal((0, 0), ((await LagAsync()).Pending, (await LagAsync("other-group")).Pending));
    }

    [Fact]
    public void AddConsumer_TheSameAgain_IsOneConsumer()
    {
        var services = new ServiceCollection();
        services.AddConsumer<StringValue, OtherHandler>(Topic, Group);
        var count = services.Count;

        services.AddConsumer<StringValue, OtherHandler>(Topic, Group);

        Assert.Equal(count, services.Count);
    }

    [Fact]
    public void AddConsumer_AnotherHandlerInTheSameGroup_IsRefused()
    {
        var services = new ServiceCollection().AddConsumer<StringValue, OtherHandler>(Topic, Group);

        Assert.Throws<InvalidOperationException>(() => services.AddConsumer<StringValue, ScriptedHandler>(Topic, Group));
    }

    [Fact]
    public async Task Start_WrongOptions_NamesThemAllAndDoesNotStart()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            (_, _) => Task.FromResult<Refusal?>(null),
            ("EventBus:MaxInFlight", "0"), ("EventBus:Parallelism", "many"), ("EventBus:Paht", "x")));

        Assert.Contains("EventBus:MaxInFlight", fault.Message, StringComparison.Ordinal);
        Assert.Contains("EventBus:Parallelism", fault.Message, StringComparison.Ordinal);
        Assert.Contains("EventBus:Paht", fault.Message, StringComparison.Ordinal);
    }

    private static void Raise(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }

    private sealed class OtherHandler(Seen seen) : SingleEventHandler<StringValue>
    {
        public override Task<Refusal?> HandleAsync(StringValue message, CancellationToken cancellationToken) => seen.Add(message.Value);
    }
}
