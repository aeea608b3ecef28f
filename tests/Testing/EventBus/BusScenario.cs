using Google.Protobuf.WellKnownTypes;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What the contract's tests do with a bus, in few words.</summary>
public abstract class BusScenario : IAsyncLifetime
{
    protected const string Group = "first-group";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A topic of this test alone, so that adapters on a shared broker need no cleaning.</summary>
    protected Topic<StringValue> Topic { get; } = new($"test.entity.happened-{Guid.NewGuid():N}.v1", 4, StringValue.Parser);

    protected IEventBus Bus { get; private set; } = null!;

    /// <summary>Opens the log; after a close, the same log again.</summary>
    protected abstract Task<IEventBus> OpenAsync();

    /// <summary>Closes a bus as the end of its process would: what is not committed stays so.</summary>
    protected abstract Task CloseAsync(IEventBus bus);

    /// <summary>The group's dead letters on the topic.</summary>
    protected abstract Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string topic, string group);

    public virtual async Task InitializeAsync() => Bus = await OpenAsync();

    public virtual Task DisposeAsync() => CloseAsync(Bus);

    protected async Task ReopenAsync()
    {
        await CloseAsync(Bus);
        Bus = await OpenAsync();
    }

    /// <summary>An event whose id and text say its key and number.</summary>
    protected static OutgoingEvent<StringValue> Event(string key, int number) => new(key, $"{key}#{number}", new StringValue { Value = $"{key}#{number}" });

    protected Task PublishAsync(params OutgoingEvent<StringValue>[] events) => Bus.PublishAsync(Topic, events, CancellationToken.None);

    /// <summary>Receives exactly so many events, and fails where they do not come.</summary>
    protected static async Task<List<ReceivedEvent>> ReceiveAsync(IEventSubscription subscription, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var received = new List<ReceivedEvent>();
        while (received.Count < count)
            received.AddRange(await subscription.ReceiveAsync(count - received.Count, Patience, patience.Token));
        return received;
    }

    protected async Task<GroupLag> LagAsync(string group) =>
        (await Bus.ReadLagAsync(CancellationToken.None)).Single(lag => lag.Topic == Topic.Name && lag.Group == group);

    protected static string Text(ReceivedEvent received) => StringValue.Parser.ParseFrom(received.Payload.Span).Value;
}

/// <summary>A refused record as the adapter keeps it.</summary>
public sealed record DeadLetter(int Partition, long Offset, string Key, string Id, byte[] Payload, string Reason, string Detail);
