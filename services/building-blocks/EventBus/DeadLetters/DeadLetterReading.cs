using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.DeadLetters;

/// <summary>Reads dead letter topics.</summary>
internal static class DeadLetterReading
{
    /// <summary>The letters of a dead letter topic that are not mended, by subject.</summary>
    public static async Task<IReadOnlyDictionary<string, DeadLetter>> ReadOpenLettersAsync(this IEventBus bus, Topic letters, CancellationToken cancellationToken)
    {
        var open = new Dictionary<string, DeadLetter>();
        await foreach (var record in bus.ReadToEndAsync(letters, cancellationToken).ConfigureAwait(false))
            if (record.Payload is null)
                open.Remove(record.Key);
            else if (DeadLetterRecord.Read(record) is { } letter)
                open[record.Key] = letter;
        return open;
    }
}
