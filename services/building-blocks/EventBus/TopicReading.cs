using System.Runtime.CompilerServices;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>Reads a topic once.</summary>
public static class TopicReading
{
    private const int MaxRecords = 256;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Every record from the oldest to the last that was there when the read began.</summary>
    public static async IAsyncEnumerable<ReceivedEvent> ReadToEndAsync(this IEventBus bus, Topic topic, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await bus.ReadAsync(topic, ReadFrom.Oldest, cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        while (!reader.IsCaughtUp)
            foreach (var received in await reader.ReceiveAsync(MaxRecords, Wait, cancellationToken).ConfigureAwait(false))
                yield return received;
    }
}
