using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;

/// <summary>A bus whose broker does not answer the first requests, or refuses them.</summary>
internal sealed class LateBus(SqliteEventBus inner, int faults, Exception? fault = null) : IEventBus, IDisposable
{
    private int asked;

    public string MessagingSystem => inner.MessagingSystem;

    /// <summary>Requests that were not answered.</summary>
    public int Refused => Math.Min(asked, faults);

    public Task AppendAsync(Topic topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken) => inner.AppendAsync(topic, records, cancellationToken);

    public Task<IEventSubscription> JoinAsync(string group, IReadOnlyList<Topic> topics, IPartitionListener listener, CancellationToken cancellationToken) =>
        Answer(() => inner.JoinAsync(group, topics, listener, cancellationToken));

    public Task<IEventReader> ReadAsync(Topic topic, ReadFrom from, CancellationToken cancellationToken) => Answer(() => inner.ReadAsync(topic, from, cancellationToken));

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken) => inner.ReadLagAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    private Task<T> Answer<T>(Func<Task<T>> ask) => asked++ < faults ? Task.FromException<T>(fault ?? new TransientFaultException("The broker does not answer.")) : ask();
}
