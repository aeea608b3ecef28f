namespace SpotifyPlatform.Kafka.Clients;

/// <summary>
/// A consumer that joins no group and is asked questions. Its questions block, so it has a thread of its own, on which it also ends: a client must
/// not be disposed while it is asked.
/// </summary>
internal sealed class QueryClient(IConsumer<byte[], byte[]> consumer, KafkaClients clients, string name) : IDisposable
{
    private const int MaxErrorsHeard = 100;

    private readonly PollThread thread = new(name);

    /// <exception cref="KafkaRefusedException">No retry helps.</exception>
    /// <exception cref="TransientFaultException">Brokers did not answer, or not now.</exception>
    public Task<T> AskAsync<T>(string what, Func<IConsumer<byte[], byte[]>, T> ask, CancellationToken cancellationToken) => thread.RunAsync(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ask(consumer);
        }
        catch (KafkaException ex)
        {
            var heard = HearErrors();
            throw clients.Fault(ex.Error.Code == ErrorCode.Local_TimedOut && heard is not null ? heard : ErrorOf(ex), what, ex);
        }
    }).WaitAsync(cancellationToken);

    /// <summary>The error of the first partition that has one, where only some have.</summary>
    public static Error ErrorOf(KafkaException ex) =>
        ex is TopicPartitionOffsetException partial && partial.Results.FirstOrDefault(result => result.Error.IsError) is { } result ? result.Error : ex.Error;

    /// <summary>Ends the client after the question that is open.</summary>
    public void Dispose()
    {
        thread.RunAsync(() =>
        {
            consumer.Dispose();
            return true;
        });
        thread.Dispose();
    }

    /// <summary>
    /// What happened meanwhile to the connections (a refused password) and to the group (no right to it) is told to whoever asks the consumer for
    /// records, and the question itself only times out.
    /// </summary>
    /// <returns>The last error of the group.</returns>
    private Error? HearErrors()
    {
        Error? heard = null;
        for (var left = MaxErrorsHeard; left > 0; left--)
            try
            {
                if (consumer.Consume(TimeSpan.Zero) is null)
                    break;
            }
            catch (ConsumeException ex)
            {
                heard = ex.Error;
            }

        return heard;
    }
}
