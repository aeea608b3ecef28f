using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>
/// Announces again what is announced of a file, shard or table, as after a group's offsets were lost: the same statement under
/// the same id. Consumers that have handled it do so again to the same effect.
/// </summary>
public sealed class Republisher(IEventBus bus)
{
    /// <summary>Appends the latest record of each key that is the name or ends with it, on every announcement topic.</summary>
    /// <returns>The topics.</returns>
    public async Task<IReadOnlyList<Topic>> RepublishAsync(string name, CancellationToken cancellationToken)
    {
        var republished = new List<Topic>();
        foreach (var topic in Topics.All.Where(topic => topic.Class == TopicClass.Announcement))
        {
            var latest = await LatestAsync(topic, name, cancellationToken).ConfigureAwait(false);
            if (latest.Count == 0)
                continue;
            await bus.AppendAsync(topic, latest, cancellationToken).ConfigureAwait(false);
            republished.Add(topic);
        }

        return republished;
    }

    private async Task<IReadOnlyList<EventRecord>> LatestAsync(Topic topic, string name, CancellationToken cancellationToken)
    {
        var latest = new Dictionary<string, ReceivedEvent>();
        await foreach (var record in bus.ReadToEndAsync(topic, cancellationToken).ConfigureAwait(false))
            if (record.Key == name || record.Key.EndsWith($"/{name}", StringComparison.Ordinal))
                latest[record.Key] = record;
        return [.. latest.Values.Where(record => record.Payload is not null).Select(record => new EventRecord(record.Key, record.Payload, record.Headers))];
    }
}
