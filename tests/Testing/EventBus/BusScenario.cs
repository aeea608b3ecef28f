using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>Actions of the contract's tests on a bus.</summary>
public abstract class BusScenario : IAsyncLifetime
{
    private readonly string run = Guid.NewGuid().ToString("N");

    /// <summary>Real time after which a test that waits in vain fails.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected string Group => $"first-group-{run}";

    protected string SecondGroup => $"second-group-{run}";

    protected string LateGroup => $"late-group-{run}";

    /// <summary>A topic of this test alone, so that adapters on a shared broker need no cleaning. A message's key is its text up to the number sign.</summary>
    protected Topic<StringValue> Topic { get; } = TestTopic(TopicClass.Work);

    /// <summary>A topic that keeps the latest record of each key.</summary>
    protected Topic<StringValue> CompactedTopic { get; } = TestTopic(TopicClass.Announcement);

    /// <summary>The clock of adapters that take one.</summary>
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    protected IEventBus Bus { get; private set; } = null!;

    /// <summary>Opens the log; after a close, the same log again.</summary>
    protected abstract Task<IEventBus> OpenAsync();

    /// <summary>Closes a bus as the end of its process would: what is not committed stays so.</summary>
    protected abstract Task CloseAsync(IEventBus bus);

    public virtual async Task InitializeAsync() => Bus = await OpenAsync();

    public virtual Task DisposeAsync() => CloseAsync(Bus);

    protected async Task ReopenAsync()
    {
        await CloseAsync(Bus);
        Bus = await OpenAsync();
    }

    /// <summary>An event whose id and text are its key and number.</summary>
    protected static OutgoingEvent<StringValue> Event(string key, int number) => new($"{key}#{number}", new StringValue { Value = $"{key}#{number}" });

    /// <summary>A key that falls on a partition.</summary>
    protected string KeyOn(int partition) => Enumerable.Range(0, 1000).Select(i => $"key-{i}").First(key => KeyPartition.Of(key, Topic.Partitions) == partition);

    protected Task PublishAsync(params OutgoingEvent<StringValue>[] events) => PublishAsync(Topic, events);

    protected Task PublishAsync(Topic<StringValue> topic, params OutgoingEvent<StringValue>[] events) =>
        new EventPublisher(Bus, [new RegisteredProducer(topic)]).PublishAsync(topic, events, CancellationToken.None);

    protected Task<IEventSubscription> JoinAsync(string? group = null, IPartitionListener? listener = null) => JoinAsync(Topic, group, listener);

    protected Task<IEventSubscription> JoinAsync(Topic topic, string? group = null, IPartitionListener? listener = null) =>
        Bus.JoinAsync(group ?? Group, [topic], listener ?? new PartitionLog(), CancellationToken.None);

    protected Task<IEventReader> ReadAsync(Topic topic, ReadFrom from = ReadFrom.Oldest) => Bus.ReadAsync(topic, from, CancellationToken.None);

    /// <summary>Receives exactly so many records, and fails where they do not come.</summary>
    protected static async Task<List<ReceivedEvent>> ReceiveAsync(IEventSubscription subscription, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var received = new List<ReceivedEvent>();
        while (received.Count < count)
            received.AddRange(await subscription.ReceiveAsync(count - received.Count, Patience, patience.Token));
        return received;
    }

    /// <inheritdoc cref="ReceiveAsync(IEventSubscription, int)"/>
    protected static async Task<List<ReceivedEvent>> ReceiveAsync(IEventReader reader, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var received = new List<ReceivedEvent>();
        while (received.Count < count)
            received.AddRange(await reader.ReceiveAsync(count - received.Count, Patience, patience.Token));
        return received;
    }

    /// <summary>Asks for records until the listener has been told so often of assignments.</summary>
    protected static async Task<PartitionLog> AssignAsync(IEventSubscription subscription, PartitionLog log)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (log.Owned.Count == 0)
            Assert.Empty(await subscription.ReceiveAsync(1, TimeSpan.Zero, patience.Token));
        return log;
    }

    /// <summary>Waits for something while a member goes on asking for records, as its loop does; none may come.</summary>
    protected static async Task<T> WhileAskingAsync<T>(IEventSubscription member, Task<T> awaited)
    {
        await WhileAskingAsync(member, (Task)awaited);
        return await awaited;
    }

    /// <inheritdoc cref="WhileAskingAsync{T}"/>
    protected static async Task WhileAskingAsync(IEventSubscription member, Task awaited)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!awaited.IsCompleted)
        {
            Assert.Empty(await member.ReceiveAsync(1, TimeSpan.Zero, patience.Token));
            await Task.Yield();
        }

        await awaited;
    }

    /// <summary>Lets members ask for records, in turn, until something is so; none may come.</summary>
    protected static async Task AskUntilAsync(Func<bool> isSo, params IEventSubscription[] members)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
            foreach (var member in members)
                Assert.Empty(await member.ReceiveAsync(1, TimeSpan.Zero, patience.Token));
    }

    protected static Task CommitAsync(IEventSubscription subscription, ReceivedEvent last) =>
        subscription.CommitAsync(last.Partition, last.Offset + 1, CancellationToken.None);

    protected async Task<GroupLag> LagAsync(string? group = null, Topic? topic = null) =>
        (await Bus.ReadLagAsync(CancellationToken.None)).Single(lag => lag.Topic == (topic ?? Topic).Name && lag.Group == (group ?? Group));

    protected static string Text(ReceivedEvent received) => StringValue.Parser.ParseFrom(received.Payload!.Value.Span).Value;

    private static Topic<StringValue> TestTopic(TopicClass topicClass) => new(
        $"test.entity.happened-{Guid.NewGuid():N}.v1", topicClass, 4, StringValue.Parser, message => message.Value.Split('#')[0]);
}
