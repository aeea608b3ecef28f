using Confluent.Kafka.Admin;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Rights;

/// <summary>A right that a service's user needs.</summary>
/// <param name="Operation">Reading and writing imply that the resource may be described.</param>
public sealed record WantedRight(ResourceType Resource, string Name, AclOperation Operation)
{
    /// <summary>The least rights for what a process consumes and publishes, topics first, by name.</summary>
    public static IReadOnlyList<WantedRight> Of(IReadOnlyCollection<RegisteredConsumer> consumers, IReadOnlyCollection<RegisteredProducer> producers)
    {
        // A group reads its own letters, to know which are mended.
        var letters = consumers.Select(consumer => consumer.DeadLetters).OfType<Topic>().ToList();
        IEnumerable<WantedRight> rights =
        [
            .. consumers.Select(consumer => OfTopic(consumer.Topic, AclOperation.Read)),
            .. producers.Select(producer => OfTopic(producer.Topic, AclOperation.Write)),
            .. letters.Select(topic => OfTopic(topic, AclOperation.Read)),
            .. letters.Select(topic => OfTopic(topic, AclOperation.Write)),
            .. consumers.Where(consumer => consumer.IsGroup).Select(consumer => new WantedRight(ResourceType.Group, consumer.Group, AclOperation.Read)),
            new WantedRight(ResourceType.Group, ClientConfigs.ReaderGroup, AclOperation.Describe),
        ];
        return [.. rights.Distinct().OrderBy(right => right.Resource).ThenBy(right => right.Name, StringComparer.Ordinal).ThenBy(right => right.Operation)];
    }

    public override string ToString() => $"{Operation.ToString().ToUpperInvariant()} on {Resource.ToString().ToLowerInvariant()} {Name}";

    private static WantedRight OfTopic(Topic topic, AclOperation operation) => new(ResourceType.Topic, topic.Name, operation);
}
