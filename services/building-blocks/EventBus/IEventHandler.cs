using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace SpotifyPlatform.EventBus;

/// <summary>
/// Handles the events of one topic for one consumer group. Handlers are idempotent: an event may come again after a crash.
/// A transient fault (I/O, a busy store, an unreachable peer) is thrown and retried; any other exception stops the process.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It handles events of the bus; nobody takes it for a delegate.")]
public interface IEventHandler<in TEvent>
    where TEvent : class, IMessage
{
    /// <summary>Handles an event; the offset is committed when this completes.</summary>
    /// <returns>Null when handled, else why the record goes to the dead letter topic.</returns>
    Task<Refusal?> HandleAsync(TEvent message, CancellationToken cancellationToken);
}
