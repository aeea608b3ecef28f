using System.Threading.RateLimiting;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka;

/// <summary>
/// The process's one producer: idempotent, so that its own retries neither double nor reorder records. What waits for acknowledgement is
/// bounded, and a further append waits for room. The client chooses the partition of a key, by murmur2 like <see cref="KeyPartition"/>.
/// </summary>
internal sealed class RecordProducer(KafkaClients clients) : IDisposable
{
    /// <summary>A record counts at least this much, for its headers and the client's own bookkeeping.</summary>
    private const int MinRecordKilobytes = 1;

    private readonly ConcurrencyLimiter buffer = new(new()
    {
        PermitLimit = clients.Options.BufferKilobytes, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly Lock replacing = new();
    private IProducer<byte[], byte[]?>? producer;
    private bool isDisposed;

    /// <exception cref="KafkaRefusedException">The topic is not there, or this process may not write to it.</exception>
    /// <exception cref="TransientFaultException">Not acknowledged in time: any of the records may be in the log.</exception>
    public async Task AppendAsync(string topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken)
    {
        var deliveries = new List<Task>(records.Count);
        foreach (var record in records)
        {
            var kilobytes = MinRecordKilobytes + ((record.Payload?.Length ?? 0) / 1024);
            var room = await buffer.AcquireAsync(Math.Min(kilobytes, clients.Options.BufferKilobytes), cancellationToken).ConfigureAwait(false);
            deliveries.Add(DeliverAsync(topic, record, room, cancellationToken));
        }

        await Task.WhenAll(deliveries).ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (replacing)
        {
            isDisposed = true;
            producer?.Dispose();
        }

        buffer.Dispose();
    }

    private async Task DeliverAsync(string topic, EventRecord record, RateLimitLease room, CancellationToken cancellationToken)
    {
        using var _ = room;
        var current = Current();
        try
        {
            // A producer that was replaced tells no more of what it had sent.
            await current.ProduceAsync(topic, RecordMapper.ToMessage(record), cancellationToken).WaitAsync(2 * clients.Options.DeliveryTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException ex)
        {
            throw new TransientFaultException($"An append to {topic} was not acknowledged in time.", ex);
        }
        catch (KafkaException ex) when (ex.Error.IsFatal || ex.Error.Code == ErrorCode.Local_Fatal)
        {
            Replace(current, ex.Error);
            throw new TransientFaultException($"An append to {topic} failed: {ex.Error.Reason}.", ex);
        }
        catch (KafkaException ex)
        {
            throw clients.Fault(ex.Error, $"An append to {topic}", ex);
        }
    }

    private IProducer<byte[], byte[]?> Current()
    {
        lock (replacing)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return producer ??= clients.Producer();
        }
    }

    /// <summary>A producer with a fatal error sends nothing more; the next append gets a new one.</summary>
    private void Replace(IProducer<byte[], byte[]?> failed, Error error)
    {
        lock (replacing)
        {
            if (producer != failed)
                return;
            producer = null;
        }

        Log.ProducerReplaced(clients.Logger, error.Code, error.Reason);
        failed.Dispose();
    }
}
