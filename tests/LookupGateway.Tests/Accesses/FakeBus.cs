using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.LookupGateway.Tests.Accesses;

/// <summary>Takes what is published, in the way it is told to.</summary>
internal sealed class FakeBus : IEventPublisher
{
    private readonly List<TracksAccessed> published = [];
    private int attempts;

    /// <summary>What a publish does before it is taken; nothing as long as it is null.</summary>
    public Func<Task>? Before { get; set; }

    public int Attempts => Volatile.Read(ref attempts);

    public IReadOnlyList<TracksAccessed> Published
    {
        get
        {
            lock (published)
                return [.. published];
        }
    }

    public async Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        Interlocked.Increment(ref attempts);
        if (Before is { } before)
            await before();
        lock (published)
            published.AddRange(events.Select(e => e.Event).OfType<TracksAccessed>());
    }
}
