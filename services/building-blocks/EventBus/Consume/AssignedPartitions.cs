using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>
/// The workers of the partitions that are assigned to this member. Guarded, because capacity may be balanced while a receive
/// waits, and that receive may assign and revoke.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Workers are disposed when their work has ended.")]
internal sealed class AssignedPartitions(
    IReadOnlyDictionary<string, TopicConsumer> topics, TimeSpan revokeTimeout, TimeProvider time, Func<TopicPartition, long, CancellationToken, Task> commit,
    Func<Func<Task>, Task> guard) : IPartitionListener
{
    private readonly Dictionary<TopicPartition, PartitionWorker> workers = [];
    private readonly Dictionary<TopicPartition, Task> ending = [];
    private readonly HashSet<TopicPartition> paused = [];

    /// <summary>Hands records to their partitions' workers; those of partitions that are gone by now are another member's.</summary>
    public void Add(IReadOnlyList<ReceivedEvent> received)
    {
        lock (workers)
            for (int start = 0, end; start < received.Count; start = end)
            {
                var partition = received[start].Partition;
                for (end = start + 1; end < received.Count && received[end].Partition == partition;)
                    end++;
                if (workers.TryGetValue(partition, out var worker))
                    worker.Add(received, start..end);
            }
    }

    public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
    {
        foreach (var topic in partitions.Select(partition => partition.Topic).Distinct())
            topics[topic].Letters.Invalidate();
        lock (workers)
            foreach (var partition in partitions)
            {
                var before = ending.Remove(partition, out var earlier) ? earlier : Task.CompletedTask;
                var worker = new PartitionWorker(topics[partition.Topic], partition, (next, token) => commit(partition, next, token), before);
                workers[partition] = worker;
                worker.Start(guard);
            }
    }

    public async Task RevokedAsync(IReadOnlyCollection<TopicPartition> partitions)
    {
        var given = Take(partitions);
        given.ForEach(worker => worker.Stop());
        var done = Task.WhenAll(given.Select(worker => worker.Completion));
        await done.WaitAsync(revokeTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        given.ForEach(End);
    }

    public void Lost(IReadOnlyCollection<TopicPartition> partitions) => Take(partitions).ForEach(End);

    /// <summary>Ends all work; what is in hand may finish unless it is dropped.</summary>
    public async Task StopAsync(CancellationToken drop)
    {
        List<PartitionWorker> all;
        lock (workers)
            all = Take([.. workers.Keys]);
        all.ForEach(worker => worker.Stop());
        using (drop.Register(() => all.ForEach(worker => worker.Drop())))
            await Task.WhenAll(all.Select(worker => worker.Completion)).ConfigureAwait(false);
        all.ForEach(worker => worker.Dispose());
    }

    /// <summary>Pauses what is full and resumes what has room. Returns how many records may be received next, at least one.</summary>
    public int Balance(IEventSubscription subscription)
    {
        lock (workers)
        {
            var full = new HashSet<TopicPartition>();
            var free = int.MaxValue;
            foreach (var topic in topics.Values)
            {
                var ofTopic = workers.Values.Where(worker => worker.Topic == topic).ToList();
                var room = topic.MaxInFlight - ofTopic.Sum(worker => worker.InFlight);
                full.UnionWith(ofTopic.Where(worker => room <= 0 || worker.InFlight >= topic.MaxInFlightOfPartition).Select(worker => worker.Partition));
                if (room > 0)
                    free = Math.Min(free, room);
            }

            subscription.Pause([.. full.Except(paused)]);
            subscription.Resume([.. paused.Except(full)]);
            paused.Clear();
            paused.UnionWith(full);
            return free == int.MaxValue ? 1 : free;
        }
    }

    private List<PartitionWorker> Take(IReadOnlyCollection<TopicPartition> partitions)
    {
        lock (workers)
        {
            var taken = new List<PartitionWorker>();
            foreach (var partition in partitions)
            {
                paused.Remove(partition);
                if (workers.Remove(partition, out var worker))
                    taken.Add(worker);
            }

            return taken;
        }
    }

    /// <summary>Drops what is still in hand. A later assignment of the partition waits for a handler that does not heed the cancellation.</summary>
    private void End(PartitionWorker worker)
    {
        worker.Drop();
        lock (workers)
            ending[worker.Partition] = worker.Completion.ContinueWith(_ => worker.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
