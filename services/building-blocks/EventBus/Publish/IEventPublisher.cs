using Google.Protobuf;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>Publishes events of a service.</summary>
public interface IEventPublisher
{
    /// <summary>
    /// Publishes events, in order within a key; durable when the task completes. Each event is published on its own: when the
    /// task fails, any of them may be on the bus, and the caller publishes all of them again under the same ids.
    /// </summary>
    /// <exception cref="EventTooLargeException">An event is over <see cref="OutgoingEvent.MaxBytes"/>; nothing is published.</exception>
    /// <exception cref="InvalidOperationException">The service has not declared the topic (<see cref="ProducerRegistration.AddProducer"/>).</exception>
    Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>;
}
