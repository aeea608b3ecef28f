using System.Text;
using Google.Protobuf;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.Consume;

internal sealed class Consumer<TEvent>(Topic<TEvent> topic, string group, int maxBatch, IEventHandler<TEvent> handler) : IConsumer
    where TEvent : class, IMessage<TEvent>
{
    /// <summary>The full name of the message's type, in UTF-8.</summary>
    private readonly byte[] messageType = Encoding.UTF8.GetBytes(topic.Parser.ParseFrom(ByteString.Empty).Descriptor.FullName);

    private string MessageType => Encoding.UTF8.GetString(messageType);

    public Topic Topic => topic;

    public string Group => group;

    public int MaxBatch => maxBatch;

    public ParsedBatch Parse(IReadOnlyList<ReceivedEvent> records)
    {
        var unreadable = new Refusal?[records.Count];
        var parsed = new List<ConsumedEvent<TEvent>>(records.Count);
        for (var i = 0; i < records.Count; i++)
            if (TryParse(records[i], out unreadable[i]) is { } message)
                parsed.Add(new(records[i].Key, records[i].Id, records[i].Offset, records[i].Headers, message));
        return new(records, unreadable, (attempt, cancellationToken) => HandleAsync(records[0].Partition, attempt, parsed, cancellationToken));
    }

    private async Task<IReadOnlyList<Refusal?>> HandleAsync(
        TopicPartition partition, int attempt, List<ConsumedEvent<TEvent>> parsed, CancellationToken cancellationToken)
    {
        if (parsed.Count == 0)
            return [];
        var answers = await handler.HandleAsync(new EventBatch<TEvent>(partition, attempt, parsed), cancellationToken).ConfigureAwait(false);
        return answers.Count == parsed.Count
            ? answers
            : throw new InvalidOperationException($"{handler.GetType().Name} gave {answers.Count} answers to {parsed.Count} events of {partition}; it must answer each.");
    }

    private TEvent? TryParse(ReceivedEvent received, out Refusal? unreadable)
    {
        unreadable = null;
        if (received.Headers.Find(EventHeaders.TypeName) is { } type && !type.Span.SequenceEqual(messageType))
            return Refuse(received, "unknown_type", $"is a {received.Headers.Type}; this version of the program reads {MessageType}", out unreadable);
        if (received.Payload is not { } payload)
            return Refuse(received, "unreadable", "has no payload", out unreadable);
        if (payload.Length > OutgoingEvent.MaxBytes)
            return Refuse(received, "too_large", $"has {payload.Length} bytes; an event may have {OutgoingEvent.MaxBytes}", out unreadable);
        try
        {
            return topic.Parser.ParseFrom(payload.Span);
        }
        catch (InvalidProtocolBufferException ex)
        {
            return Refuse(received, "unreadable", $"is no {MessageType}: {ex.Message}", out unreadable);
        }
    }

    private static TEvent? Refuse(ReceivedEvent received, string reason, string what, out Refusal? refusal)
    {
        refusal = new Refusal(reason, $"The record of {received.Partition} at offset {received.Offset} {what}");
        return null;
    }
}
