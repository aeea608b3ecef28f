namespace SpotifyPlatform.EventBus;

/// <summary>A record that a group refused and that is not mended yet.</summary>
/// <param name="Source">Where the refused record was.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="Key">Its key.</param>
/// <param name="Id">Its id.</param>
/// <param name="Position">The dead letter's own offset in the dead letter topic, which has one partition.</param>
public sealed record DeadLetter(
    string Group, TopicPartition Source, long Offset, string Key, string Id, Refusal Refusal, DateTimeOffset RefusedAt, long Position);

/// <summary>A dead letter and the record that was refused, as it was.</summary>
public sealed record DeadLetterContent(DeadLetter Letter, EventRecord Refused);
