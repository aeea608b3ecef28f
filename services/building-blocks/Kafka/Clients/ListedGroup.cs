namespace SpotifyPlatform.Kafka.Clients;

/// <param name="Partitions">Those whose offsets are looked at; null for all that the group has committed.</param>
internal sealed record ListedGroup(string Name, IReadOnlyCollection<KafkaPartition>? Partitions = null);
