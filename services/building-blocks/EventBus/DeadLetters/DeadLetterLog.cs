using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.DeadLetters;

/// <summary>Reads the dead letter topics of all groups and replays what they hold.</summary>
internal sealed class DeadLetterLog(IEventBus bus) : IDeadLetters
{
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<DeadLetter>();
        foreach (var lag in await bus.ReadLagAsync(cancellationToken).ConfigureAwait(false))
        {
            var open = new Dictionary<string, DeadLetter>();
            await foreach (var record in bus.ReadToEndAsync(LettersOf(lag.Topic, lag.Group), cancellationToken).ConfigureAwait(false))
                if (record.Payload is null)
                    open.Remove(record.Key);
                else if (DeadLetterRecord.Read(record) is { } letter)
                    open[record.Key] = letter;
            all.AddRange(open.Values);
        }

        return [.. all.OrderByDescending(letter => letter.RefusedAt).ThenByDescending(letter => letter.Position)];
    }

    public async Task<DeadLetterContent?> FindAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await foreach (var record in bus.ReadToEndAsync(LettersOf(letter.Source.Topic, letter.Group), cancellationToken).ConfigureAwait(false))
            if (record.Offset == letter.Position)
                return new(letter, DeadLetterRecord.Original(record));
        return null;
    }

    public async Task<IReadOnlyList<DeadLetter>> ReplayAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var replayed = new List<DeadLetter>();
        foreach (var ofTopic in letters.GroupBy(letter => letter.Source.Topic))
        {
            var topic = TopicOf(ofTopic.Key);
            var latest = topic.IsCompacted ? await LatestAsync(topic, ofTopic.Select(letter => letter.Key), cancellationToken).ConfigureAwait(false) : null;
            foreach (var letter in ofTopic)
            {
                if (latest is not null && latest.TryGetValue(letter.Key, out var id) && id != letter.Id)
                    continue;
                if (await FindAsync(letter, cancellationToken).ConfigureAwait(false) is not { } found)
                    continue;
                await bus.AppendAsync(topic, [found.Refused], cancellationToken).ConfigureAwait(false);
                replayed.Add(letter);
            }
        }

        return replayed;
    }

    /// <summary>The id of the latest record of each key.</summary>
    private async Task<Dictionary<string, string>> LatestAsync(Topic topic, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToHashSet();
        var latest = new Dictionary<string, string>();
        await foreach (var record in bus.ReadToEndAsync(topic, cancellationToken).ConfigureAwait(false))
            if (wanted.Contains(record.Key))
                latest[record.Key] = record.Id;
        return latest;
    }

    private static Topic LettersOf(string topic, string group) => TopicOf(topic).DeadLetters(group);

    /// <summary>A topic of another version of the program is read all the same; what it is for is not known.</summary>
    private static Topic TopicOf(string name) => Topics.Find(name) ?? new Topic(name, TopicClass.Work, 1);
}
