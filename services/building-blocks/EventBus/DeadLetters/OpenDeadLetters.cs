using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.DeadLetters;

/// <summary>
/// A group's dead letters on a topic: writes those of refused records and marks them mended when a later record of the same
/// subject is handled.
/// </summary>
internal sealed class OpenDeadLetters(IEventBus bus, Topic topic, string group) : IDisposable
{
    /// <summary>Letters that are remembered. Past it a letter stays open although its record is handled later; a replay still mends it when it is among these.</summary>
    private const int MaxLetters = 100_000;

    private readonly Topic letters = topic.DeadLetters(group);
    private readonly Dictionary<string, (string Id, TopicPartition Source, long Offset)> open = [];
    private readonly SemaphoreSlim turn = new(1, 1);
    private bool isCurrent;

    /// <summary>Another member may have written letters of partitions that are newly assigned: they are read again.</summary>
    public void Invalidate() => Volatile.Write(ref isCurrent, false);

    /// <summary>Appends the letter of a refused record; it is durable when the task completes.</summary>
    public async Task WriteAsync(ReceivedEvent refused, Refusal refusal, CancellationToken cancellationToken)
    {
        await bus.AppendAsync(letters, [DeadLetterRecord.Refused(topic, group, refused, refusal)], cancellationToken).ConfigureAwait(false);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Remember(DeadLetterRecord.Subject(topic, refused), refused.Id, refused.Partition, refused.Offset);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Marks the letters mended that handled records replace.</summary>
    public async Task MendAsync(IEnumerable<ReceivedEvent> handled, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!Volatile.Read(ref isCurrent))
                await LoadAsync(cancellationToken).ConfigureAwait(false);
            var mended = open.Count == 0 ? [] : handled.Where(Mends).Select(record => DeadLetterRecord.Subject(topic, record)).Distinct().ToList();
            if (mended.Count == 0)
                return;
            await bus.AppendAsync(letters, [.. mended.Select(DeadLetterRecord.Mended)], cancellationToken).ConfigureAwait(false);
            mended.ForEach(subject => open.Remove(subject));
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>An earlier record of the subject that comes again does not mend a later one.</summary>
    private bool Mends(ReceivedEvent record) => open.TryGetValue(DeadLetterRecord.Subject(topic, record), out var letter)
        && (letter.Id == record.Id || letter.Source != record.Partition || record.Offset > letter.Offset);

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref isCurrent, true);
        try
        {
            open.Clear();
            await foreach (var record in bus.ReadToEndAsync(letters, cancellationToken).ConfigureAwait(false))
                if (record.Payload is null)
                    open.Remove(record.Key);
                else if (DeadLetterRecord.Read(record) is { } letter)
                    Remember(record.Key, letter.Id, letter.Source, letter.Offset);
        }
        catch
        {
            Invalidate();
            throw;
        }
    }

    private void Remember(string subject, string id, TopicPartition source, long offset)
    {
        if (open.Count < MaxLetters || open.ContainsKey(subject))
            open[subject] = (id, source, offset);
    }
}
