using Confluent.Kafka.Admin;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Rights;

/// <summary>What brokers let the user of this process do.</summary>
internal sealed class GrantedRights(BrokerAdmin broker)
{
    /// <summary>Those of the rights that the user has not. Nothing is said of a topic that does not exist.</summary>
    /// <exception cref="KafkaRefusedException">The user is not let in at all.</exception>
    public async Task<IReadOnlyList<WantedRight>> MissingAsync(IReadOnlyList<WantedRight> wanted, CancellationToken cancellationToken)
    {
        var granted = new Dictionary<(ResourceType, string), List<AclOperation>?>();
        foreach (var topic in await broker.DescribeAsync(NamesOf(wanted, ResourceType.Topic), cancellationToken, withRights: true).ConfigureAwait(false))
            granted[(ResourceType.Topic, topic.Name)] = topic.Error.Code switch
            {
                ErrorCode.TopicAuthorizationFailed => [],
                ErrorCode.NoError => topic.AuthorizedOperations,
                ErrorCode.UnknownTopicOrPart => null,
                _ => throw broker.Fault(topic.Error, $"A look at topic {topic.Name}"),
            };
        foreach (var group in await broker.DescribeGroupsAsync(NamesOf(wanted, ResourceType.Group), cancellationToken).ConfigureAwait(false))
            granted[(ResourceType.Group, group.GroupId)] = group.Error.Code switch
            {
                ErrorCode.GroupAuthorizationFailed => [],
                ErrorCode.NoError => group.AuthorizedOperations,
                _ => throw broker.Fault(group.Error, $"A look at group {group.GroupId}"),
            };
        return [.. wanted.Where(right => granted[(right.Resource, right.Name)] is { } operations && !operations.Contains(right.Operation))];
    }

    private static List<string> NamesOf(IEnumerable<WantedRight> rights, ResourceType resource) =>
        [.. rights.Where(right => right.Resource == resource).Select(right => right.Name).Distinct()];
}
