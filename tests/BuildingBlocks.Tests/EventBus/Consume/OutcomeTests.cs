using System.Net;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;

/// <summary>What follows from what a handler did with an event.</summary>
public sealed class OutcomeTests : ConsumeScenario
{
    [Fact]
    public async Task Consume_Handled_ComesOnceInOrderAndIsCommitted()
    {
        var events = Enumerable.Range(0, 200).Select(i => Event(i % 4, $"{i % 4}:{i}")).ToArray();
        await PublishAsync(events);
        var seen = new Seen(events.Length);

        var host = await StartAsync((text, _) => seen.Add(text));
        await seen.Enough;
        await StopAsync(host);

        foreach (var partition in seen.Texts.GroupBy(text => text[0]))
            Assert.Equal(events.Select(e => e.Headers.Id!).Where(id => id[0] == partition.Key), partition);
        Assert.Equal(events.Length, seen.Texts.Count);
        Assert.Equal(0, (await LagAsync()).Pending);
        Assert.DoesNotContain(Logged, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Consume_EventPublishedWhileRunning_IsHandled()
    {
        var seen = new Seen(1);
        var host = await StartAsync((text, _) => seen.Add(text));
        await ((IEventBus)host.Services.GetService(typeof(IEventBus))!).AppendAsync(Topic, [Event(2, "late")], CancellationToken.None);

        await seen.Enough;
        await StopAsync(host);

        Assert.Equal(0, (await LagAsync()).Pending);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_BrokerDoesNotAnswerAtFirst_IsAskedUntilItDoes(bool isBroadcast)
    {
        await PublishAsync(Event(0, "early"));
        var seen = new Seen(1);
        var late = new LateBus(Log.Open(), faults: 3);

        var host = await StartAsync(services =>
        {
            services.AddSingleton<IEventBus>(late).AddSingleton(new ScriptedHandler((text, _) => seen.Add(text)));
            if (isBroadcast)
                services.AddBroadcast<StringValue, ScriptedHandler>(Topic, Group, ReadFrom.Oldest);
            else
                services.AddConsumer<StringValue, ScriptedHandler>(Topic, Group);
        });
        await seen.Enough;
        await StopAsync(host);

        Assert.Equal(["early"], seen.Texts);
        Assert.Equal(3, late.Refused);
    }

    [Fact]
    public async Task Start_BusRefusesAReaderOfAProcessThatServesWithoutIt_StartsAndReadsOnceItDoesNot()
    {
        await PublishAsync(Event(0, "early"));
        var (time, seen) = (new FakeTimeProvider(), new Seen(1));
        var late = new LateBus(Log.Open(), faults: 1000, new InvalidOperationException("Topic authorization failed."));

        var host = await AdvanceUntilAsync(time, StartAsync(services => services
            .AddSingleton<TimeProvider>(time).AddSingleton(new BusUse(IsNeededToServe: false)).AddSingleton<IEventBus>(late).AddSingleton(new ScriptedHandler((text, _) => seen.Add(text)))
            .AddBroadcast<StringValue, ScriptedHandler>(Topic, Group, ReadFrom.Oldest)));
        Assert.Empty(seen.Texts);
        Assert.Contains(Logged, entry => entry.Level == LogLevel.Error && entry.Text.Contains("starts without it", StringComparison.Ordinal));

        await AdvanceUntilAsync(time, seen.Enough.ContinueWith(_ => true, TaskScheduler.Default));
        await StopAsync(host);

        Assert.Equal(["early"], seen.Texts);
        Assert.Equal(1000, late.Refused);
    }

    private static async Task<T> AdvanceUntilAsync<T>(FakeTimeProvider time, Task<T> done)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!done.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await done;
    }

    public static TheoryData<string> TransientFaults() => ["io", "timeout", "http", "throttled", "ours"];

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task Consume_TransientFaultThreeTimes_IsTriedAgainAndThenTheNextEventComes(string kind)
    {
        await PublishAsync(Event(0, "first"), Event(0, "second"));
        var seen = new Seen(2);
        var faults = 0;

        var host = await StartAsync((text, _) => text == "first" && faults++ < 3 ? throw Fault(kind) : seen.Add(text));
        await seen.Enough;
        await StopAsync(host);

        Assert.Equal(["first", "second"], seen.Texts);
        Assert.Equal(4, faults);
        Assert.Equal(3, Logged.Count(entry => entry.Level == LogLevel.Warning));
        Assert.Equal(new GroupLag(Topic.Name, Group, 0, 2), await LagAsync());
        Assert.Empty(await Log.ReadDeadLettersAsync());
    }

    [Fact]
    public async Task Consume_PeerSaysWhenToComeAgain_WaitsThatLong()
    {
        await PublishAsync(Event(0, "first"));
        var seen = new Seen(1);
        var faults = 0;

        var host = await StartAsync((text, _) =>
            faults++ == 0 ? throw new TransientFaultException("Slow down.", retryAfter: TimeSpan.FromMilliseconds(123)) : seen.Add(text));
        await seen.Enough;
        await StopAsync(host);

        Assert.Contains("00:00:00.1230000", Logged.Single(entry => entry.Level == LogLevel.Warning).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consume_Refused_IsDeadLetteredThenCommitted()
    {
        await PublishAsync(Event(0, "bad"), Event(0, "good"));
        var seen = new Seen(1);

        var host = await StartAsync((text, _) =>
            text == "bad" ? Task.FromResult<Refusal?>(new Refusal("shard_truncated", "The shard ends early.")) : seen.Add(text));
        await seen.Enough;
        await StopAsync(host);

        var dead = Assert.Single(await Log.ReadDeadLettersAsync());
        Assert.Equal(("bad", KeyOn(0), 0, new Refusal("shard_truncated", "The shard ends early.")), (dead.Id, dead.Key, dead.Offset, dead.Refusal));
        Assert.Equal(new GroupLag(Topic.Name, Group, 0, 2), await LagAsync());
    }

    [Fact]
    public async Task Consume_Bug_StopsTheHostWithACodeAndTheEventComesAgain()
    {
        await PublishAsync(Event(0, "first"), Event(0, "second"), Event(0, "third"));
        try
        {
            using var host = await StartAsync((text, _) => text == "second" ? throw new InvalidOperationException("a bug") : Task.FromResult<Refusal?>(null));
            await host.WaitForShutdownAsync().WaitAsync(Patience);
            Assert.Equal(1, Environment.ExitCode);
        }
        finally
        {
            Environment.ExitCode = 0;
        }

        Assert.Single(Logged, entry => entry.Level == LogLevel.Critical);
        Assert.Equal(2, (await LagAsync()).Pending);
        var seen = new Seen(2);
        var repaired = await StartAsync((text, _) => seen.Add(text));
        await seen.Enough;
        await StopAsync(repaired);
        Assert.Equal(["second", "third"], seen.Texts);
    }

    private static Exception Fault(string kind) => kind switch
    {
        "io" => new IOException("The disk is away."),
        "timeout" => new TaskCanceledException("HttpClient.Timeout", new TimeoutException()),
        "http" => new HttpRequestException("No connection."),
        "throttled" => new HttpRequestException("Busy.", null, HttpStatusCode.TooManyRequests),
        _ => new TransientFaultException("The store is busy."),
    };
}
