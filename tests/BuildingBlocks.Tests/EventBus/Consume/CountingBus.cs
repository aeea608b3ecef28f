using Google.Protobuf;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;

/// <summary>A bus that counts what is received and not yet handled, and whose commits fail a set number of times.</summary>
internal sealed class CountingBus(SqliteEventBus inner) : IEventBus, IDisposable
{
    private readonly Lock counting = new();
    private int inFlight;

    public int MostInFlight { get; private set; }

    public int CommitFaults { get; set; }

    public void Handled()
    {
        lock (counting)
            inFlight--;
    }

    public Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent> => inner.PublishAsync(topic, events, cancellationToken);

    public IEventSubscription Subscribe<TEvent>(Topic<TEvent> topic, string group)
        where TEvent : class, IMessage<TEvent> => new Subscription(this, inner.Subscribe(topic, group));

    public Task DeadLetterAsync(ReceivedEvent refused, string group, Refusal refusal, CancellationToken cancellationToken) =>
        inner.DeadLetterAsync(refused, group, refusal, cancellationToken);

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken) => inner.ReadLagAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    private sealed class Subscription(CountingBus bus, IEventSubscription inner) : IEventSubscription
    {
        public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
        {
            var received = await inner.ReceiveAsync(max, wait, cancellationToken);
            lock (bus.counting)
                bus.MostInFlight = Math.Max(bus.MostInFlight, bus.inFlight += received.Count);
            return received;
        }

        public Task CommitAsync(ReceivedEvent last, CancellationToken cancellationToken) =>
            bus.CommitFaults-- > 0 ? throw new IOException("The disk is away.") : inner.CommitAsync(last, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
