using System.Runtime.ExceptionServices;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>Makes things side by side and uses them one after the other, in the order of their numbers.</summary>
internal static class OrderedParallel
{
    /// <summary>How far a thread may run ahead of what is used: bounds what waits.</summary>
    private const int AheadPerThread = 4;

    /// <param name="count">How many there are.</param>
    /// <param name="make">Makes a thing on a thread (0 to <paramref name="threads"/> - 1).</param>
    /// <param name="use">Uses a thing; never called twice at a time.</param>
    public static void Run<T>(int threads, long count, Func<int, long, T> make, Action<T> use, CancellationToken cancellationToken)
    {
        var (next, used) = (-1L, 0L);
        var waiting = new Dictionary<long, T>();
        ExceptionDispatchInfo? fault = null;
        var workers = Enumerable.Range(1, threads - 1).Select(worker => new Thread(() => Work(worker)) { IsBackground = true }).ToList();
        workers.ForEach(worker => worker.Start());
        Work(0);
        workers.ForEach(worker => worker.Join());
        fault?.Throw();

        void Work(int worker)
        {
            try
            {
                for (long i; fault is null && (i = Interlocked.Increment(ref next)) < count;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Hand(i, make(worker, i));
                }
            }
#pragma warning disable CA1031 // Thrown again by the thread that started all.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                lock (waiting)
                {
                    fault ??= ExceptionDispatchInfo.Capture(exception);
                    Monitor.PulseAll(waiting);
                }
            }
        }

        void Hand(long i, T made)
        {
            lock (waiting)
            {
                waiting.Add(i, made);
                while (waiting.Remove(used, out var first))
                {
                    use(first);
                    used++;
                    Monitor.PulseAll(waiting);
                }

                while (fault is null && i - used > AheadPerThread * threads)
                    Monitor.Wait(waiting);
            }
        }
    }
}
