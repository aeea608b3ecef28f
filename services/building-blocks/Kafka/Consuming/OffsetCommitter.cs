using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Consuming;

/// <summary>Commits offsets of a member, those of partitions that end at the same time in one request.</summary>
internal sealed class OffsetCommitter(string group, IConsumer<byte[], byte[]> consumer, KafkaClients clients)
{
    private readonly Lock committing = new();

    /// <summary>The highest that was asked for of each partition: an earlier commit that is tried again must not move it back.</summary>
    private readonly Dictionary<TopicPartition, long> asked = [];
    private Dictionary<TopicPartition, long> pending = [];
    private TaskCompletionSource? waiting;
    private Task running = Task.CompletedTask;
    private bool isRunning;
    private bool isClosed;

    public Task CommitAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        lock (committing)
        {
            if (isClosed)
                return Task.CompletedTask;
            pending[partition] = asked[partition] = Math.Max(offset, asked.GetValueOrDefault(partition));
            waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!isRunning)
                running = Task.Run(Run, CancellationToken.None);
            isRunning = true;
            return waiting.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What is not sent yet stays so: the partitions are another member's.</summary>
    public void Forget(IEnumerable<TopicPartition> partitions)
    {
        lock (committing)
            foreach (var partition in partitions)
            {
                asked.Remove(partition);
                pending.Remove(partition);
            }
    }

    /// <summary>Commits nothing from now on: the member has lost its partitions. Afterwards the client may be disposed.</summary>
    public void Close()
    {
        Task last;
        lock (committing)
        {
            isClosed = true;
            last = running;
        }

        last.Wait();
    }

    private void Run()
    {
        while (true)
        {
            Dictionary<TopicPartition, long> batch;
            TaskCompletionSource done;
            lock (committing)
            {
                if (waiting is null)
                {
                    isRunning = false;
                    return;
                }

                (batch, done, pending, waiting) = (pending, waiting, [], null);
            }

            try
            {
                Commit(batch);
                done.SetResult();
            }
#pragma warning disable CA1031 // Handed to whoever waits.
            catch (Exception ex)
#pragma warning restore CA1031
            {
                done.SetException(ex);
            }
        }
    }

    private void Commit(Dictionary<TopicPartition, long> batch)
    {
        try
        {
            if (batch.Count > 0)
                consumer.Commit(batch.Select(offset => new TopicPartitionOffset(RecordMapper.ToKafka(offset.Key), offset.Value)));
        }
        catch (KafkaException ex) when (ex.Error.Code is ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId or ErrorCode.Local_AssignmentLost)
        {
            // The group has taken this member for dead. Its next request for records tells it.
        }
        catch (KafkaException ex)
        {
            throw clients.Fault(ex.Error, $"A commit of group {group}", ex);
        }
    }
}
