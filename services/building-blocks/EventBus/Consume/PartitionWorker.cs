using System.Threading.Channels;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>
/// The events of one partition, handled one after the other, so that the last one handled ends a contiguous prefix and its
/// commit never acknowledges unprocessed events.
/// </summary>
/// <param name="handle">Handles an event.</param>
/// <param name="commit">Commits up to an event, given when the first of the batch began.</param>
internal sealed class PartitionWorker(
    Func<ReceivedEvent, Task> handle, Func<ReceivedEvent, long, Task> commit, TimeProvider time, TimeSpan commitInterval, CancellationToken stopping)
{
    private readonly Channel<ReceivedEvent> waiting = Channel.CreateUnbounded<ReceivedEvent>(new() { SingleReader = true, SingleWriter = true });

    public void Add(ReceivedEvent received) => waiting.Writer.TryWrite(received);

    /// <summary>Runs until stopped or until an event fails; what was handled by then is committed.</summary>
    public async Task RunAsync()
    {
        while (await waiting.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
            await RunBatchAsync().ConfigureAwait(false);
    }

    private async Task RunBatchAsync()
    {
        ReceivedEvent? handled = null;
        var began = time.GetTimestamp();
        try
        {
            do
            {
                if (stopping.IsCancellationRequested || !waiting.Reader.TryRead(out var next))
                    return;
                await handle(next).ConfigureAwait(false);
                handled = next;
            }
            while (time.GetElapsedTime(began) < commitInterval);
        }
        finally
        {
            if (handled is not null)
                await commit(handled, began).ConfigureAwait(false);
        }
    }
}
