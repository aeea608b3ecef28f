using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>A handler of a topic without the type of its message.</summary>
internal interface IConsumer
{
    Topic Topic { get; }

    /// <summary>A group's name, or the name of a reader.</summary>
    string Group { get; }

    /// <summary>Records that the handler takes at once.</summary>
    int MaxBatch { get; }

    /// <summary>Parses records of one partition.</summary>
    ParsedBatch Parse(IReadOnlyList<ReceivedEvent> records);
}

/// <summary>Records that were parsed.</summary>
/// <param name="Records">All of them, in order.</param>
/// <param name="Unreadable">Why each record cannot be parsed; null where it could.</param>
/// <param name="HandleAsync">Hands the parsed ones to the handler; an answer for each of them, in order.</param>
internal sealed record ParsedBatch(
    IReadOnlyList<ReceivedEvent> Records, IReadOnlyList<Refusal?> Unreadable, Func<int, CancellationToken, Task<IReadOnlyList<Refusal?>>> HandleAsync);
