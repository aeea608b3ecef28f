using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus.Consume;
using SpotifyPlatform.EventBus.DeadLetters;
using SpotifyPlatform.EventBus.Redelivery;

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>The consume loop on an adapter: nothing is lost, whatever the bus does.</summary>
public abstract class ConsumingContract : BusScenario
{
    private static readonly Refusal Bad = new("bad", "It is bad.");

    [Fact]
    public async Task Consume_EveryEventTwiceAndPartitionsOutOfOrder_IsInOrderWithinAPartitionAndCommitted()
    {
        var events = Enumerable.Range(0, 200).Select(number => Event(KeyOn(number % 4), number)).ToArray();
        await PublishAsync(events);
        var seen = new Seen(400);

        using var host = await StartAsync(new RedeliveringEventBus(Bus), new ScriptedHandler((text, _) => seen.Add(text)));
        await seen.Enough;
        await host.StopAsync();

        foreach (var partition in events.GroupBy(e => Topic.Key(e.Event)))
        {
            var (expected, ofPartition) = (partition.Select(e => e.Id).ToList(), seen.Texts.Where(text => text.StartsWith(partition.Key + "#", StringComparison.Ordinal)).ToList());
            Assert.All(expected, id => Assert.Equal(2, ofPartition.Count(text => text == id)));
            Assert.Equal(expected, ofPartition.Distinct());
        }

        Assert.NotEqual(seen.Texts.Order(StringComparer.Ordinal), seen.Texts);
        Assert.Equal(0, (await LagAsync()).Pending);
    }

    [Fact]
    public async Task Consume_HandlerThatWorksForAnHour_KeepsItsPartitionWhileTheOthersGoOn()
    {
        var (begun, finish, seen, slow) = (new TaskCompletionSource(), new TaskCompletionSource(), new Seen(2), "");
        var probe = new BusProbe(Bus);
        using var host = await StartAsync(probe, new ScriptedHandler(async (text, token) =>
        {
            if (text == slow)
            {
                begun.SetResult();
                await finish.Task.WaitAsync(token);
            }

            return await seen.Add(text);
        }));
        var log = new PartitionLog();
        await using var other = await JoinAsync(listener: log);
        await AskUntilAsync(() => log.Owned.Count == 2, other);
        var keys = Enumerable.Range(0, 4).Except(log.Owned.Select(partition => partition.Partition)).Select(KeyOn).ToArray();
        slow = $"{keys[0]}#1";
        await PublishAsync(Event(keys[0], 1));
        await begun.Task.WaitAsync(Patience);

        // The other member would take the partitions of one that it holds for dead.
        for (var minute = 0; minute < 60; minute++)
        {
            var polled = probe.Polled.Next;
            Time.Advance(TimeSpan.FromMinutes(1));
            await polled.WaitAsync(Patience);
            Assert.Empty(await other.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));
        }

        await PublishAsync(Event(keys[1], 1));
        finish.SetResult();
        await seen.Enough;
        await host.StopAsync();

        Assert.Equal(new[] { $"{keys[0]}#1", $"{keys[1]}#1" }.Order(), seen.Texts.Order());
        Assert.Equal(0, (await LagAsync()).Pending);
    }

    /// <summary>Which two of the four partitions go is the bus's choice: the handler works on all of them.</summary>
    [Fact]
    public async Task Consume_RevokedWhileTheHandlerWorks_FinishesAndTheNewOwnerGoesOnAfterIt()
    {
        await PublishAsync([.. from partition in Enumerable.Range(0, 4) from number in Enumerable.Range(1, 2) select Event(KeyOn(partition), number)]);
        var (begun, finish) = (new Seen(4), new TaskCompletionSource());
        var probe = new BusProbe(Bus);
        using var host = await StartAsync(probe, new ScriptedHandler(async (text, token) =>
        {
            if (!finish.Task.IsCompleted)
                await begun.Add(text);
            await finish.Task.WaitAsync(token);
            return null;
        }));
        await begun.Enough;
        var revoked = probe.Revoked.Next;
        await using var other = await JoinAsync();
        Assert.Empty(await other.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));

        // Until the host hears of the other member, the next records are its own.
        await WhileAskingAsync(other, revoked.WaitAsync(Patience));
        finish.SetResult();

        var received = await ReceiveAsync(other, 2);
        Assert.Equal(2, received.Select(e => e.Partition).Distinct().Count());
        Assert.All(received, e => Assert.Equal($"{e.Key}#2", e.Id));
        await host.StopAsync();
    }

    [Fact]
    public async Task Consume_RevokedAndTheHandlerDoesNotEnd_IsDroppedAndComesAgainElsewhere()
    {
        await PublishAsync([.. Enumerable.Range(0, 4).Select(partition => Event(KeyOn(partition), 1))]);
        var (begun, dropped, released) = (new Seen(4), new Seen(2), new TaskCompletionSource());
        using var host = await StartAsync(Bus, new ScriptedHandler(async (text, token) =>
        {
            await begun.Add(text);
            // Each ends by its own token: one that ends because another is dropped would be done in time, and committed.
            var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = token.Register(() =>
            {
                own.TrySetResult();
                _ = dropped.Add(text);
            });
            await Task.WhenAny(own.Task, released.Task);
            return null;
        }));
        await begun.Enough;
        await using var other = await JoinAsync();

        var received = await AdvanceUntilAsync(async () => await other.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None), records => records.Count > 0);

        await dropped.Enough;
        Assert.Equal($"{received[0].Key}#1", Assert.Single(received).Id);
        released.SetResult();

        // A commit that meets the end of the rebalance is tried again by this clock; the other member keeps what it has.
        var stopping = host.StopAsync();
        await AdvanceUntilAsync(
            async () =>
            {
                await other.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None);
                return stopping.IsCompleted;
            },
            isStopped => isStopped);
        await stopping;
        Assert.Equal(2, (await LagAsync()).Pending);
    }

    [Fact]
    public async Task Consume_PoisonAtOffsetZeroOfEveryPartition_IsDeadLetteredAndTheRestHandled()
    {
        EventHeaders[] headers = [EventHeaders.Empty, EventHeaders.Of(("ce_id", "1"), ("ce_type", "unknown.Type")), EventHeaders.Of(("ce_id", "2")), EventHeaders.Of(("ce_id", "3"))];
        ReadOnlyMemory<byte>? truncated = new byte[] { 0x0A, 0xFF, 0x01 };
        for (var partition = 0; partition < 4; partition++)
            await Bus.AppendAsync(Topic, [new EventRecord(KeyOn(partition), partition == 3 ? null : truncated, headers[partition])], CancellationToken.None);
        await PublishAsync([.. Enumerable.Range(0, 4).Select(partition => Event(KeyOn(partition), 1))]);
        var seen = new Seen(4);

        using var host = await StartAsync(Bus, new ScriptedHandler((text, _) => seen.Add(text)));
        await seen.Enough;
        await host.StopAsync();

        Assert.Equal(4, seen.Texts.Distinct().Count());
        Assert.Equal(0, (await LagAsync()).Pending);
        var letters = (await LettersAsync()).OrderBy(letter => letter.Source.Partition).ToList();
        Assert.Equal([0, 1, 2, 3], letters.Select(letter => letter.Source.Partition));
        Assert.All(letters, letter => Assert.Equal(0, letter.Offset));
        Assert.Equal(["unreadable", "unknown_type", "unreadable", "unreadable"], letters.Select(letter => letter.Refusal.Reason));
    }

    [Fact]
    public async Task Consume_ABatch_IsAnsweredRecordByRecordAndTriedAgainAsAWhole()
    {
        await PublishAsync([.. Enumerable.Range(1, 6).Select(number => Event("a", number))]);
        var batches = new List<EventBatch<StringValue>>();
        var seen = new Seen(6);
        var handler = ScriptedHandler.OfBatches(async (batch, _) =>
        {
            batches.Add(batch);
            if (batch.Attempt == 1)
                throw new IOException("Not yet.");
            foreach (var e in batch.Events)
                await seen.Add(e.Id);
            return [.. batch.Events.Select(e => e.Id is "a#2" or "a#5" ? Bad : null)];
        });

        using var host = await StartAsync(Bus, handler, maxBatch: 6);
        await AdvanceUntilAsync(() => Task.FromResult(seen.Texts.Count), count => count == 6);
        await host.StopAsync();

        Assert.Equal(Enumerable.Range(1, 6).Select(number => $"a#{number}"), seen.Texts);
        Assert.All(batches, batch => Assert.Equal(KeyPartition.Of("a", 4), batch.Partition.Partition));
        Assert.Equal(["a#2", "a#5"], (await LettersAsync()).Select(letter => letter.Id).Order());
    }

    [Fact]
    public async Task Consume_DeadLetterTopicUnreachable_StopsThatPartitionAlone()
    {
        await PublishAsync(Event(KeyOn(0), 1), Event(KeyOn(0), 2), Event(KeyOn(1), 1));
        var broken = true;
        var seen = new Seen(1);
        var probe = new BusProbe(Bus)
        {
            At = (point, topic) =>
            {
                if (broken && point == BusPoint.BeforeAppend && topic.EndsWith(".dlq", StringComparison.Ordinal))
                    throw new InvalidOperationException("Topic authorization failed.");
            },
        };
        using var host = await StartAsync(probe, new ScriptedHandler((text, _) =>
            text == $"{KeyOn(0)}#1" ? Task.FromResult<Refusal?>(Bad) : seen.Add(text)));
        await seen.Enough;
        Assert.Equal([$"{KeyOn(1)}#1"], seen.Texts);

        broken = false;
        await AdvanceUntilAsync(async () => (await LagAsync()).Pending, pending => pending == 0);

        await host.StopAsync();
        Assert.Equal([$"{KeyOn(1)}#1", $"{KeyOn(0)}#2"], seen.Texts);
        Assert.Equal($"{KeyOn(0)}#1", Assert.Single(await LettersAsync()).Id);
    }

    [Fact]
    public async Task Consume_RefusedThenReplayedAndHandled_ClosesTheLetter()
    {
        await PublishAsync(Event("a", 1), Event("b", 1));
        var (isMended, seen) = (false, new Seen(3));
        using var host = await StartAsync(Bus, new ScriptedHandler(async (text, _) =>
        {
            await seen.Add(text);
            return text == "a#1" && !isMended ? Bad : null;
        }));
        await AdvanceUntilAsync(async () => (await LettersAsync()).Count, count => count == 1);
        isMended = true;

        var replayed = await new DeadLetterLog(Bus).ReplayAsync(await LettersAsync(), CancellationToken.None);
        await seen.Enough;
        await host.StopAsync();

        Assert.Equal("a#1", Assert.Single(replayed).Id);
        Assert.Equal(2, seen.Texts.Count(text => text == "a#1"));
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Consume_NewerProducerBesideAnOlder_ReadsBothAndKeepsTheFieldsThatItDoesNotKnow()
    {
        await PublishAsync(Event("a", 1));
        await Bus.AppendAsync(Topic, [OfNewerSchema("a#2", "google.protobuf.StringValue")], CancellationToken.None);
        await PublishAsync(Event("a", 3));
        var (seen, passedOn) = (new Seen(3), new List<byte[]>());

        using var host = await StartAsync(Bus, ScriptedHandler.OfBatches(async (batch, _) =>
        {
            passedOn.Add(batch.Events[0].Message.ToByteArray());
            await seen.Add(batch.Events[0].Message.Value);
            return [null];
        }));
        await seen.Enough;
        await host.StopAsync();

        Assert.Equal(["a#1", "a#2", "a#3"], seen.Texts);
        Assert.Equal(NewerPayload("a#2"), passedOn[1]);
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Consume_EventsOfANewerSchemaRefused_AreReplayedByteForByte()
    {
        EventRecord[] newer = [OfNewerSchema("a#1", "google.protobuf.StringValue"), OfNewerSchema("a#2", "some.newer.Type")];
        await Bus.AppendAsync(Topic, newer, CancellationToken.None);
        using (var host = await StartAsync(Bus, new ScriptedHandler((_, _) => Task.FromResult<Refusal?>(Bad))))
        {
            await AdvanceUntilAsync(async () => (await LettersAsync()).Count, count => count == 2);
            await host.StopAsync();
        }

        var letters = (await LettersAsync()).OrderBy(letter => letter.Offset).ToList();
        Assert.Equal(["bad", "unknown_type"], letters.Select(letter => letter.Refusal.Reason));

        await new DeadLetterLog(Bus, _ => Topic).ReplayAsync(letters, CancellationToken.None);

        await using var reader = await ReadAsync(Topic);
        var records = await ReceiveAsync(reader, 4);
        Assert.Equal(newer.Select(Bytes), records.Take(2).Select(record => Bytes(new(record.Key, record.Payload, record.Headers))));
        Assert.Equal(newer.Select(Bytes), records.Skip(2).Select(record => Bytes(new(record.Key, record.Payload, record.Headers))));

        static string Bytes(EventRecord record) => string.Join(
            ' ', record.Headers.Select(header => $"{header.Key}={Convert.ToHexString(header.Value.Span)}").Prepend(Convert.ToHexString(record.Payload!.Value.Span)).Prepend(record.Key));
    }

    [Fact]
    public async Task Consume_NewerAnnouncementOfTheKeyHandled_ClosesTheLetterOfTheOlder()
    {
        var seen = new Seen(2);
        using var host = await StartAsync(
            Bus, new ScriptedHandler(async (text, _) => await seen.Add(text) ?? (text == "a#1" ? Bad : null)), topic: CompactedTopic);
        await PublishAsync(CompactedTopic, Event("a", 1), Event("a", 2));
        await seen.Enough;
        await host.StopAsync();

        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Replay_AnnouncementThatANewerOneReplaced_IsLeftOut()
    {
        using (var host = await StartAsync(Bus, new ScriptedHandler((_, _) => Task.FromResult<Refusal?>(Bad)), topic: CompactedTopic))
        {
            await PublishAsync(CompactedTopic, Event("a", 1));
            await AdvanceUntilAsync(async () => (await LettersAsync()).Count, count => count == 1);
            await host.StopAsync();
        }

        await PublishAsync(CompactedTopic, Event("a", 2));

        Assert.Empty(await new DeadLetterLog(Bus, _ => CompactedTopic).ReplayAsync(await LettersAsync(), CancellationToken.None));
        Assert.Equal(2, (await LagAsync(topic: CompactedTopic)).End);
    }

    [Fact]
    public async Task Stop_BeforeTheLoopHasBegun_LeavesTheGroup()
    {
        using var starting = new CancellationTokenSource();
        var probe = new BusProbe(Bus)
        {
            At = (point, _) =>
            {
                if (point == BusPoint.AfterJoin)
                    starting.Cancel();
            },
        };
        using var host = Build(services => services
            .AddSingleton<IEventBus>(probe).AddSingleton(new ScriptedHandler((_, _) => Task.FromResult<Refusal?>(null))).AddConsumer<StringValue, ScriptedHandler>(Topic, Group));
        var loop = host.Services.GetServices<IHostedService>().OfType<ConsumeLoop>().Single();
        await loop.StartAsync(starting.Token);
        await loop.StopAsync(CancellationToken.None);

        var log = new PartitionLog();
        await using var other = await JoinAsync(listener: log);
        await AskUntilAsync(() => log.Owned.Count == Topic.Partitions, other);
    }

    [Fact]
    public async Task Replay_ARecordWithoutPayload_IsRefusedAgain()
    {
        await Bus.AppendAsync(Topic, [new EventRecord("a", null, EventHeaders.Of(("ce_id", "1")))], CancellationToken.None);
        var seen = new Seen(1);
        using var host = await StartAsync(Bus, new ScriptedHandler((text, _) => seen.Add(text)));
        await AdvanceUntilAsync(async () => (await LettersAsync()).Count, count => count == 1);

        await new DeadLetterLog(Bus).ReplayAsync(await LettersAsync(), CancellationToken.None);
        await AdvanceUntilAsync(() => LagAsync(), lag => lag is { Pending: 0, End: 2 });
        await host.StopAsync();

        Assert.Empty(seen.Texts);
        Assert.Equal("1", Assert.Single(await LettersAsync()).Id);
    }

    /// <summary>Two records are refused and each of four partitions is committed at least once, so that each of these is reached.</summary>
    public static TheoryData<BusPoint, int> Ends() => new()
    {
        { BusPoint.BeforeAppend, 1 }, { BusPoint.BeforeAppend, 2 }, { BusPoint.AfterAppend, 1 }, { BusPoint.AfterAppend, 2 },
        { BusPoint.BeforeCommit, 1 }, { BusPoint.BeforeCommit, 2 }, { BusPoint.BeforeCommit, 4 }, { BusPoint.AfterCommit, 1 }, { BusPoint.AfterCommit, 3 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Consume_ProcessEndsAtANamedPoint_LosesNothingAndDeadLettersOnce(BusPoint end, int count)
    {
        var events = Enumerable.Range(0, 24).Select(number => Event(KeyOn(number % 4), number)).ToArray();
        await PublishAsync(events);
        var handled = new HashSet<string>();
        Task<Refusal?> Handle(string text)
        {
            lock (handled)
                handled.Add(text);
            return Task.FromResult(text.EndsWith('7') ? Bad : null);
        }

        var reached = 0;
        var probe = new BusProbe(Bus)
        {
            At = (point, _) =>
            {
                if (point == end && Interlocked.Increment(ref reached) >= count)
                    throw new ProcessEndedException();
            },
        };
        try
        {
            using var ended = await StartAsync(probe, new ScriptedHandler((text, _) => Handle(text)));
            await AdvanceUntilAsync(() => Task.FromResult(Volatile.Read(ref reached)), times => times >= count);
            await ended.StopAsync();
        }
        finally
        {
            Environment.ExitCode = 0;
        }

        using var host = await StartAsync(Bus, new ScriptedHandler((text, _) => Handle(text)));
        await AdvanceUntilAsync(async () => (await LagAsync()).Pending, pending => pending == 0);
        await host.StopAsync();

        Assert.Equal(events.Select(e => e.Id).Order(), handled.Order());
        Assert.Equal(events.Select(e => e.Id).Where(id => id.EndsWith('7')).Order(), (await LettersAsync()).Select(letter => letter.Id).Order());
    }

    [Fact]
    public async Task Broadcast_TwoProcesses_EachHearEveryRecordOutsideTheLag()
    {
        await PublishAsync(CompactedTopic, Event("a", 1));
        var (one, other) = (new Seen(2), new Seen(2));
        using var first = await BroadcastAsync(one);
        using var second = await BroadcastAsync(other);
        await PublishAsync(CompactedTopic, Event("b", 1));

        await Task.WhenAll(one.Enough, other.Enough);
        await Task.WhenAll(first.StopAsync(), second.StopAsync());

        Assert.Equal(["a#1", "b#1"], one.Texts.Order());
        Assert.Equal(["a#1", "b#1"], other.Texts.Order());
        Assert.DoesNotContain(await Bus.ReadLagAsync(CancellationToken.None), lag => lag.Topic == CompactedTopic.Name);
    }

    private Task<IHost> StartAsync(IEventBus bus, ScriptedHandler handler, int maxBatch = 1, Topic<StringValue>? topic = null) => StartAsync(services => services
        .AddSingleton(bus).AddSingleton(handler).AddConsumer<StringValue, ScriptedHandler>(topic ?? Topic, Group, maxBatch));

    private Task<IHost> BroadcastAsync(Seen seen) => StartAsync(services => services
        .AddSingleton(Bus).AddSingleton(new ScriptedHandler((text, _) => seen.Add(text))).AddBroadcast<StringValue, ScriptedHandler>(CompactedTopic, "reader", ReadFrom.Oldest));

    private async Task<IHost> StartAsync(Action<IServiceCollection> add)
    {
        var host = Build(add);
        await host.StartAsync();
        return host;
    }

    private IHost Build(Action<IServiceCollection> add)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("EventBus:RetryDelay", "00:00:01"), new("EventBus:Parallelism", "4")]);
        builder.Services.AddSingleton<TimeProvider>(Time);
        add(builder.Services);
        return builder.Build();
    }

    /// <summary>An event of a producer whose message has a field more.</summary>
    private static EventRecord OfNewerSchema(string id, string type) => new(
        id.Split('#')[0], NewerPayload(id), EventHeaders.Of((EventHeaders.IdName, id), (EventHeaders.TypeName, type), ("ce_newer", "1")));

    /// <summary>The message, and field 15 with a text.</summary>
    private static byte[] NewerPayload(string text) => [.. new StringValue { Value = text }.ToByteArray(), (15 << 3) | 2, 3, .. "new"u8];

    private Task<IReadOnlyList<DeadLetter>> LettersAsync() => new DeadLetterLog(Bus).ListAsync(CancellationToken.None);

    /// <summary>Lets the clock of the bus run until something is so.</summary>
    private async Task<T> AdvanceUntilAsync<T>(Func<Task<T>> look, Func<T, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var found = await look();
            if (isEnough(found))
                return found;
            patience.Token.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
    }

    private sealed class ProcessEndedException : Exception;
}
