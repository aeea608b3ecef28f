using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>What was published and not yet handled; as on the real bus, an id is taken once.</summary>
internal sealed class WaitingEvents : IEventBus
{
    private readonly Queue<IMessage> waiting = [];
    private readonly HashSet<(string, string)> taken = [];

    public IMessage? Peek() => waiting.TryPeek(out var next) ? next : null;

    public void Commit() => waiting.Dequeue();

    public IReadOnlyList<IMessage> TakeAll()
    {
        var all = waiting.ToList();
        waiting.Clear();
        return all;
    }

    /// <summary>As if nothing had been published.</summary>
    public void Forget()
    {
        waiting.Clear();
        taken.Clear();
    }

    public Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        foreach (var published in events.Where(published => taken.Add((topic.Name, published.Id))))
            waiting.Enqueue(published.Event.Clone());
        return Task.CompletedTask;
    }

    public IEventSubscription Subscribe<TEvent>(Topic<TEvent> topic, string group)
        where TEvent : class, IMessage<TEvent> => throw new NotSupportedException();

    public Task DeadLetterAsync(ReceivedEvent refused, string group, Refusal refusal, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
