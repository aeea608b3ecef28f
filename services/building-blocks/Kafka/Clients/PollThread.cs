using System.Collections.Concurrent;

namespace SpotifyPlatform.Kafka.Clients;

/// <summary>
/// The one thread on which a consumer is asked for records and calls back. The client blocks while it waits, and many consumers would
/// use up the thread pool.
/// </summary>
internal sealed class PollThread : IDisposable
{
    private readonly BlockingCollection<Action> calls = [];

    public PollThread(string name) => new Thread(Run) { Name = name, IsBackground = true }.Start();

    public Task<T> RunAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls.Add(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (OperationCanceledException ex)
            {
                done.SetCanceled(ex.CancellationToken);
            }
#pragma warning disable CA1031 // Handed to whoever waits.
            catch (Exception ex)
#pragma warning restore CA1031
            {
                done.SetException(ex);
            }
        });
        return done.Task;
    }

    /// <summary>Ends the thread after the calls that were made.</summary>
    public void Dispose() => calls.CompleteAdding();

    private void Run()
    {
        foreach (var call in calls.GetConsumingEnumerable())
            call();
        calls.Dispose();
    }
}
