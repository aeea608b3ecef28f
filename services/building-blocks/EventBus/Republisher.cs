using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus.DeadLetters;

namespace SpotifyPlatform.EventBus;

/// <summary>
/// Announces again what is announced of a file, shard or table, as after a group's offsets were lost: the same statement under
/// the same id. Consumers that have handled it do so again to the same effect.
/// </summary>
public sealed class Republisher(IEventBus bus)
{
    /// <summary>Appends the latest record of the key on every announcement topic that has one.</summary>
    /// <returns>The topics.</returns>
    public async Task<IReadOnlyList<Topic>> RepublishAsync(string key, CancellationToken cancellationToken)
    {
        var republished = new List<Topic>();
        foreach (var topic in Topics.All.Where(topic => topic.Class == TopicClass.Announcement))
        {
            if (await LatestAsync(topic, key, cancellationToken).ConfigureAwait(false) is not { Payload: not null } latest)
                continue;
            await bus.AppendAsync(topic, [new EventRecord(latest.Key, latest.Payload, latest.Headers)], cancellationToken).ConfigureAwait(false);
            republished.Add(topic);
        }

        return republished;
    }

    private async Task<ReceivedEvent?> LatestAsync(Topic topic, string key, CancellationToken cancellationToken)
    {
        ReceivedEvent? latest = null;
        await foreach (var record in bus.ReadToEndAsync(topic, cancellationToken).ConfigureAwait(false))
            if (record.Key == key)
                latest = record;
        return latest;
    }
}
