using Google.Protobuf;

namespace SpotifyPlatform.EventBus;

/// <summary>Events of one partition that are handled together.</summary>
/// <param name="Attempt">From 1, in this process: above 1 the same events were tried before and met a transient fault.</param>
public sealed record EventBatch<TEvent>(TopicPartition Partition, int Attempt, IReadOnlyList<ConsumedEvent<TEvent>> Events)
    where TEvent : class, IMessage<TEvent>;

/// <summary>An event with its context.</summary>
public sealed record ConsumedEvent<TEvent>(string Key, string Id, long Offset, EventHeaders Headers, TEvent Message)
    where TEvent : class, IMessage<TEvent>;

/// <summary>Why a record is refused: no retry mends it.</summary>
/// <param name="Reason">One of a bounded set, such as <c>unreadable</c> or <c>shard_truncated</c>.</param>
/// <param name="Detail">A sentence for the operator: the input, the position, the remedy.</param>
public sealed record Refusal(string Reason, string Detail);
