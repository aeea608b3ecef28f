using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>What was published and not yet handled. As on the real bus, nothing is dropped as a duplicate.</summary>
internal sealed class WaitingEvents : IEventPublisher
{
    private readonly Queue<IMessage> waiting = [];

    public IMessage? Peek() => waiting.TryPeek(out var next) ? next : null;

    public void Commit() => waiting.Dequeue();

    public IReadOnlyList<IMessage> TakeAll()
    {
        var all = waiting.ToList();
        waiting.Clear();
        return all;
    }

    /// <summary>As if nothing had been published.</summary>
    public void Forget() => waiting.Clear();

    public Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        foreach (var published in events)
            waiting.Enqueue(published.Event.Clone());
        return Task.CompletedTask;
    }
}
