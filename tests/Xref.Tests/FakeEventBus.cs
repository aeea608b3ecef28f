using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>Records what is published, and outlives the service as a bus does.</summary>
internal sealed class FakeEventBus : IEventPublisher
{
    public List<OutgoingEvent<TracksMatched>> Published { get; } = [];

    /// <summary>The result for a consumer that reads each key in order; null is a withdrawn match.</summary>
    public Dictionary<TrackId, Mbid?> Outcome() => Published
        .SelectMany(e => e.Event.Matches)
        .GroupBy(match => TrackId.FromKey(match.SpotifyId.Span))
        .ToDictionary(match => match.Key, match => match.Last().Mbid is { IsEmpty: false } mbid ? Mbid.FromBytes(mbid.Span) : (Mbid?)null);

    public Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        if (events.FirstOrDefault(e => e.Event.CalculateSize() > OutgoingEvent.MaxBytes) is { } large)
            throw new EventTooLargeException(topic.Name, large.Id, large.Event.CalculateSize());
        Published.AddRange(events.Cast<OutgoingEvent<TracksMatched>>());
        return Task.CompletedTask;
    }
}
