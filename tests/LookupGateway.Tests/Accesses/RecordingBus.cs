using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.LookupGateway.Tests.Accesses;

/// <summary>Records what is published.</summary>
internal sealed class RecordingBus : IEventPublisher
{
    private readonly List<TracksAccessed> published = [];
    private int attempts;

    /// <summary>Runs before a publish is recorded; may block, wait or throw.</summary>
    public Func<Task> BeforePublish { get; set; } = () => Task.CompletedTask;

    public int Attempts => Volatile.Read(ref attempts);

    public IReadOnlyList<TracksAccessed> Published
    {
        get
        {
            lock (published)
                return [.. published];
        }
    }

    public long Accesses => Published.Sum(batch => batch.Tracks.Sum(track => track.Count));

    public async Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        Interlocked.Increment(ref attempts);
        await BeforePublish();
        lock (published)
            published.AddRange(events.Select(e => e.Event).OfType<TracksAccessed>());
    }
}
