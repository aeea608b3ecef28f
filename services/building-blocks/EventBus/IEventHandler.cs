using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace SpotifyPlatform.EventBus;

/// <summary>
/// Handles the events of one topic, for a consumer group or for a reader of its own. Handlers are idempotent by what is in the
/// message: an event may come again at any time. A transient fault (I/O, a busy store, an unreachable peer) is thrown, and the
/// batch is tried again; any other exception stops the process.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It handles events of the bus; nobody takes it for a delegate.")]
public interface IEventHandler<TEvent>
    where TEvent : class, IMessage<TEvent>
{
    /// <summary>Handles events of one partition, in order. Offsets are committed when this completes.</summary>
    /// <returns>An answer for each event of the batch, in order: null when handled, else why the record is refused.</returns>
    Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<TEvent> batch, CancellationToken cancellationToken);
}

/// <summary>A handler that takes one event at a time.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It handles events of the bus; nobody takes it for a delegate.")]
public abstract class SingleEventHandler<TEvent> : IEventHandler<TEvent>
    where TEvent : class, IMessage<TEvent>
{
    /// <summary>Handles an event.</summary>
    /// <returns>Null when handled, else why the record is refused.</returns>
    public abstract Task<Refusal?> HandleAsync(TEvent message, CancellationToken cancellationToken);

    public async Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<TEvent> batch, CancellationToken cancellationToken)
    {
        var answers = new Refusal?[batch.Events.Count];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = await HandleAsync(batch.Events[i].Message, cancellationToken).ConfigureAwait(false);
        return answers;
    }
}
