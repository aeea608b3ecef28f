using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SpotifyPlatform.Tables.Files;

/// <summary>
/// Does pieces of work in their order, on a thread of its own or, for one thread, at once. What is done and in which order does not
/// depend on which.
/// </summary>
internal sealed class Lane : IDisposable
{
    private readonly BlockingCollection<Action>? queue;
    private readonly Thread? thread;
    private volatile ExceptionDispatchInfo? fault;

    public Lane(bool threaded)
    {
        if (!threaded)
            return;
        queue = new BlockingCollection<Action>(1);
        thread = new Thread(Work) { IsBackground = true, Name = "table writer" };
        thread.Start();
    }

    /// <summary>Waits while two pieces of work are waiting or being done. Throws what an earlier one threw.</summary>
    public void Run(Action work)
    {
        fault?.Throw();
        if (queue is null)
            work();
        else
            queue.Add(work);
    }

    /// <summary>Waits until all work is done.</summary>
    public void Drain()
    {
        if (queue is not null)
        {
            using var reached = new ManualResetEventSlim();
            queue.Add(reached.Set);
            reached.Wait();
        }

        fault?.Throw();
    }

    public void Dispose()
    {
        if (queue is null)
            return;
        queue.CompleteAdding();
        thread!.Join();
        queue.Dispose();
    }

    private void Work()
    {
        foreach (var work in queue!.GetConsumingEnumerable())
        {
            // After a fault only Drain's signal is of use.
            if (fault is not null && work.Target is not ManualResetEventSlim)
                continue;
            try
            {
                work();
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
        }
    }
}
