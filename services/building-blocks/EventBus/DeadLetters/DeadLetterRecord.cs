using System.Globalization;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.DeadLetters;

/// <summary>
/// A dead letter as a record of the group's dead letter topic: payload and headers of the refused record, and headers that say
/// where it was and why. The topic is compacted by the letter's subject, so a letter written again after a crash is one letter,
/// and a record without payload says that the subject is mended.
/// </summary>
internal static class DeadLetterRecord
{
    /// <summary>Bytes that the reason's detail may take: it may quote input.</summary>
    private const int MaxDetailLength = 2000;

    private const string Prefix = "dead-letter-";
    private const string Topic = Prefix + "topic";
    private const string Partition = Prefix + "partition";
    private const string Offset = Prefix + "offset";
    private const string Key = Prefix + "key";
    private const string Group = Prefix + "group";
    private const string Reason = Prefix + "reason";
    private const string Detail = Prefix + "detail";

    /// <summary>Marks a refused record without payload: a letter without one says that its subject is mended.</summary>
    private const string NoPayload = Prefix + "no-payload";

    /// <summary>
    /// What a letter is about. On a compacted topic that is the key: the key's next record replaces the refused one, and mends
    /// it when it is handled. On other topics it is the event.
    /// </summary>
    public static string Subject(Topic topic, ReceivedEvent received) => topic.IsCompacted ? received.Key : received.Id;

    public static EventRecord Refused(Topic topic, string group, ReceivedEvent received, Refusal refusal) => new(
        Subject(topic, received),
        received.Payload ?? ReadOnlyMemory<byte>.Empty,
        received.Headers.Without(Prefix).With(EventHeaders.Of(
            (Topic, received.Partition.Topic),
            (Partition, received.Partition.Partition.ToString(CultureInfo.InvariantCulture)),
            (Offset, received.Offset.ToString(CultureInfo.InvariantCulture)),
            (Key, received.Key),
            (Group, group),
            (Reason, refusal.Reason),
            (NoPayload, received.Payload is null ? "true" : null),
            (Detail, refusal.Detail.Length > MaxDetailLength ? refusal.Detail[..MaxDetailLength] : refusal.Detail))));

    public static EventRecord Mended(string subject) => new(subject, null, EventHeaders.Empty);

    /// <summary>Null for a record that is no dead letter: somebody else wrote it.</summary>
    public static DeadLetter? Read(ReceivedEvent letter)
    {
        var headers = letter.Headers;
        if (headers[Topic] is not { } topic
            || headers[Group] is not { } group
            || !int.TryParse(headers[Partition], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !long.TryParse(headers[Offset], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return null;
        var source = new TopicPartition(topic, partition);
        return new DeadLetter(
            group, source, offset, headers[Key] ?? "", headers.Id ?? $"{source}/{offset}",
            new Refusal(headers[Reason] ?? "", headers[Detail] ?? ""), letter.AppendedAt, letter.Offset);
    }

    /// <summary>The refused record as it was.</summary>
    public static EventRecord Original(ReceivedEvent letter) => new(
        letter.Headers[Key] ?? "", letter.Headers[NoPayload] is null ? letter.Payload : null, letter.Headers.Without(Prefix));
}
