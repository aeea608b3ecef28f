using Google.Protobuf;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>A group's handler on a topic, without the type of the message.</summary>
internal interface IConsumer
{
    string Topic { get; }

    string Group { get; }

    IEventSubscription Subscribe();

    /// <summary>Reads and handles a record; a payload that cannot be read is refused.</summary>
    ValueTask<Refusal?> HandleAsync(ReceivedEvent received, CancellationToken cancellationToken);
}

internal sealed class Consumer<TEvent>(IEventBus bus, Topic<TEvent> topic, string group, IEventHandler<TEvent> handler) : IConsumer
    where TEvent : class, IMessage<TEvent>
{
    public string Topic => topic.Name;

    public string Group => group;

    public IEventSubscription Subscribe() => bus.Subscribe(topic, group);

    public async ValueTask<Refusal?> HandleAsync(ReceivedEvent received, CancellationToken cancellationToken)
    {
        TEvent message;
        try
        {
            message = topic.Parser.ParseFrom(received.Payload.Span);
        }
        catch (InvalidProtocolBufferException ex)
        {
            return new Refusal(
                "unreadable",
                $"The {received.Payload.Length} bytes at {received.Topic}, partition {received.Partition}, offset {received.Offset} are no {typeof(TEvent).Name}: {ex.Message}");
        }

        return await handler.HandleAsync(message, cancellationToken).ConfigureAwait(false);
    }
}
