using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.DeadLetters;

/// <summary>Reads the dead letter topics of all groups and replays what they hold.</summary>
internal sealed class DeadLetterLog(IEventBus bus, Func<string, Topic?> find) : IDeadLetters
{
    public DeadLetterLog(IEventBus bus)
        : this(bus, Topics.Find)
    {
    }

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<DeadLetter>();
        foreach (var lag in await bus.ReadLagAsync(cancellationToken).ConfigureAwait(false))
            all.AddRange((await bus.ReadOpenLettersAsync(LettersOf(lag.Topic, lag.Group), cancellationToken).ConfigureAwait(false)).Values);
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
            var latest = topic.IsCompacted ? await LatestAsync(topic, ofTopic.Select(letter => letter.Key), cancellationToken).ConfigureAwait(false) : [];
            foreach (var ofGroup in ofTopic.Where(letter => latest.GetValueOrDefault(letter.Key, letter.Id) == letter.Id).GroupBy(letter => letter.Group))
                replayed.AddRange(await AppendAsync(topic, topic.DeadLetters(ofGroup.Key), ofGroup.ToDictionary(letter => letter.Position), cancellationToken).ConfigureAwait(false));
        }

        return replayed;
    }

    private async Task<IReadOnlyList<DeadLetter>> AppendAsync(
        Topic topic, Topic letters, Dictionary<long, DeadLetter> wanted, CancellationToken cancellationToken)
    {
        var appended = new List<DeadLetter>();
        await foreach (var record in bus.ReadToEndAsync(letters, cancellationToken).ConfigureAwait(false))
            if (wanted.TryGetValue(record.Offset, out var letter))
            {
                await bus.AppendAsync(topic, [DeadLetterRecord.Original(record)], cancellationToken).ConfigureAwait(false);
                appended.Add(letter);
            }

        return appended;
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

    private Topic LettersOf(string topic, string group) => TopicOf(topic).DeadLetters(group);

    /// <summary>A topic of another version of the program is read all the same; what it is for is not known.</summary>
    private Topic TopicOf(string name) => find(name) ?? new Topic(name, TopicClass.Work, 1);
}
