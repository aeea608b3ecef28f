using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.EventBus.Redelivery;

/// <summary>Holds records back, shuffles partitions, and swallows the first commit of each record to deliver it again.</summary>
internal sealed class RedeliveringSubscription(IEventSubscription inner) : IEventSubscription
{
    private const int Seed = 20261126;

    [SuppressMessage("Security", "CA5394", Justification = "A fixed seed makes a run repeatable.")]
    private readonly Random random = new(Seed);
    private readonly Dictionary<TopicPartition, Deliveries> partitions = [];
    private readonly HashSet<TopicPartition> paused = [];
    private readonly AsyncSignal changed = new();
    private Task<IReadOnlyList<ReceivedEvent>>? receiving;

    public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = changed.Next;
            var waiting = Take(max);
            if (waiting.Count > 0)
                return waiting;

            // A wait that a second delivery interrupts goes on in the background; its records come with a later call.
            receiving ??= inner.ReceiveAsync(max, wait, cancellationToken);
            if (await Task.WhenAny(receiving, next).ConfigureAwait(false) != receiving)
                continue;
            var received = receiving;
            receiving = null;
            var records = await received.ConfigureAwait(false);
            if (records.Count == 0)
                return records;
            Enqueue(records);
        }
    }

    public Task CommitAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        lock (partitions)
            if (partitions.TryGetValue(partition, out var deliveries))
            {
                var passed = deliveries.Commit(offset);
                changed.Set();
                if (!passed)
                    return Task.CompletedTask;
            }

        return inner.CommitAsync(partition, offset, cancellationToken);
    }

    public void Pause(IReadOnlyCollection<TopicPartition> partitions)
    {
        lock (this.partitions)
            paused.UnionWith(partitions);
        inner.Pause(partitions);
    }

    public void Resume(IReadOnlyCollection<TopicPartition> partitions)
    {
        lock (this.partitions)
            paused.ExceptWith(partitions);
        inner.Resume(partitions);
        changed.Set();
    }

    public async ValueTask DisposeAsync()
    {
        if (receiving is not null)
            await ((Task)receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.DisposeAsync().ConfigureAwait(false);
    }

    public void Forget(IReadOnlyCollection<TopicPartition> gone)
    {
        lock (partitions)
            foreach (var partition in gone)
            {
                partitions.Remove(partition);
                paused.Remove(partition);
            }
    }

    private void Enqueue(IReadOnlyList<ReceivedEvent> records)
    {
        lock (partitions)
            foreach (var record in records)
            {
                if (!partitions.TryGetValue(record.Partition, out var deliveries))
                    partitions[record.Partition] = deliveries = new Deliveries();
                deliveries.Add(record);
            }
    }

    /// <summary>Records of some of the partitions, in random order; the others wait for a later call.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "A fixed seed makes a run repeatable.")]
    private List<ReceivedEvent> Take(int max)
    {
        lock (partitions)
        {
            var ready = partitions.Where(partition => !paused.Contains(partition.Key) && partition.Value.HasNext).Select(partition => partition.Value).ToArray();
            random.Shuffle(ready);
            var taken = new List<ReceivedEvent>();
            foreach (var deliveries in ready.Take((ready.Length + 1) / 2))
                while (taken.Count < max && deliveries.HasNext)
                    taken.Add(deliveries.Next());
            return taken;
        }
    }
}
