namespace SpotifyPlatform.EventBus.Consume;

/// <summary>
/// Handles the records of one assigned partition, batch after batch, so that what is handled is a contiguous prefix and a
/// commit never acknowledges an unhandled record.
/// </summary>
/// <param name="before">The work of an earlier assignment of the partition, which must end first.</param>
internal sealed class PartitionWorker(TopicConsumer topic, TopicPartition partition, Func<long, CancellationToken, Task> commit, Task before) : IDisposable
{
    private readonly Queue<ReceivedEvent> queue = [];
    private readonly AsyncSignal added = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource dropping = new();

    public TopicPartition Partition => partition;

    public TopicConsumer Topic => topic;

    /// <summary>Completes when nothing of the partition is worked on any more.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Records received and not yet handled.</summary>
    public int InFlight { get; private set; }

    public void Start(Func<Func<Task>, Task> guard) => Completion = Task.Run(() => guard(RunUntilStoppedAsync));

    /// <param name="own">Those of the partition.</param>
    public void Add(IReadOnlyList<ReceivedEvent> received, Range own)
    {
        var (start, count) = own.GetOffsetAndLength(received.Count);
        lock (queue)
        {
            for (var i = start; i < start + count; i++)
                queue.Enqueue(received[i]);
            InFlight += count;
        }

        added.Set();
    }

    /// <summary>Starts no further batch; the one in hand may finish, and is committed.</summary>
    public void Stop()
    {
        stopping.Cancel();
        added.Set();
    }

    /// <summary>Cancels the batch in hand; nothing is committed from now on.</summary>
    public void Drop()
    {
        dropping.Cancel();
        Stop();
    }

    public void Dispose()
    {
        stopping.Dispose();
        dropping.Dispose();
    }

    private async Task RunUntilStoppedAsync()
    {
        try
        {
            await RunAsync().ConfigureAwait(false);
        }
        catch (Exception ex) when (dropping.IsCancellationRequested || (stopping.IsCancellationRequested && ex is OperationCanceledException))
        {
            // Dropped work comes again, here or at another member.
        }
    }

    private async Task RunAsync()
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stopping.IsCancellationRequested)
        {
            var next = added.Next;
            await HandleUntilCaughtUpAsync().ConfigureAwait(false);
            if (!stopping.IsCancellationRequested && InFlight == 0)
                await next.ConfigureAwait(false);
        }
    }

    private async Task HandleUntilCaughtUpAsync()
    {
        long? handled = null;
        var began = topic.Time.GetTimestamp();
        try
        {
            do
            {
                if (stopping.IsCancellationRequested || Peek() is not { Count: > 0 } batch)
                    return;
                await topic.Handling.HandleAsync(batch, stopping.Token, dropping.Token).ConfigureAwait(false);
                handled = batch[^1].Offset + 1;
                Remove(batch.Count);
            }
            while (topic.Time.GetElapsedTime(began) < topic.CommitInterval);
        }
        finally
        {
            if (handled is { } next && !dropping.IsCancellationRequested)
            {
                topic.Metrics.Batch(partition.Topic, topic.Consumer.Group, topic.Time.GetElapsedTime(began));
                await commit(next, dropping.Token).ConfigureAwait(false);
            }
        }
    }

    private List<ReceivedEvent> Peek()
    {
        lock (queue)
        {
            var batch = new List<ReceivedEvent>(Math.Min(queue.Count, topic.Consumer.MaxBatch));
            foreach (var record in queue)
            {
                if (batch.Count == topic.Consumer.MaxBatch)
                    break;
                batch.Add(record);
            }

            return batch;
        }
    }

    private void Remove(int count)
    {
        lock (queue)
        {
            for (var i = 0; i < count; i++)
                queue.Dequeue();
            InFlight -= count;
        }

        topic.Freed();
    }
}
