using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>Decides what happens to the members of a run: in the test's process, or at the other end of a member's pipe.</summary>
internal interface IChaosDirector
{
    /// <summary>A handler has an event: its effect, and how the handler ends.</summary>
    Task<HandlerAnswer> HandleAsync(HandledEvent e, CancellationToken cancellationToken);

    /// <summary>A member is at a point where it may be killed.</summary>
    void At(BusPoint point, string topic);
}

/// <summary>An event as a handler has it.</summary>
internal sealed record HandledEvent(TopicPartition Partition, long Offset, string Id, string Text);

internal enum HandlerAnswer
{
    Handled,
    Refused,
    TransientFault,
}
