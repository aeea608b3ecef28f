namespace SpotifyPlatform.Kafka;

/// <summary>The broker refuses what this process wants, and will again. The message says what, and what to do.</summary>
public sealed class KafkaRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Records that a group has not handled are gone from the log, or what it had committed is. Handling goes on only when an operator says from where.</summary>
public sealed class LostOffsetException(string group, TopicPartition partition, string what) : Exception(
    $"Group {group} has lost its offset on {partition}: {what}. Stop the group, set it to the oldest record "
    + $"('kafka-consumer-groups.sh --group {group} --topic {partition.Topic} --reset-offsets --to-earliest --execute'), start it again, "
    + "and announce what the log no longer has with 'platform republish NAME'.");
