using System.Runtime.ExceptionServices;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>Produces items in parallel and consumes them one at a time, in order.</summary>
internal static class OrderedParallel
{
    /// <summary>Bounds the items that wait to be consumed.</summary>
    private const int AheadPerThread = 4;

    /// <param name="count">Number of items.</param>
    /// <param name="produce">Produces an item; its first argument is the thread, 0 to <paramref name="threads"/> - 1.</param>
    /// <param name="consume">Consumes an item; never called concurrently.</param>
    public static void Run<T>(int threads, long count, Func<int, long, T> produce, Action<T> consume, CancellationToken cancellationToken)
    {
        var (next, consumed) = (-1L, 0L);
        var waiting = new Dictionary<long, T>();
        ExceptionDispatchInfo? failure = null;
        var workers = Enumerable.Range(1, threads - 1).Select(worker => new Thread(() => Work(worker)) { IsBackground = true }).ToList();
        workers.ForEach(worker => worker.Start());
        Work(0);
        workers.ForEach(worker => worker.Join());
        failure?.Throw();

        void Work(int worker)
        {
            try
            {
                for (long i; failure is null && (i = Interlocked.Increment(ref next)) < count;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Consume(i, produce(worker, i));
                }
            }
#pragma warning disable CA1031 // Rethrown on the calling thread.
            catch (Exception ex)
#pragma warning restore CA1031
            {
                lock (waiting)
                {
                    failure ??= ExceptionDispatchInfo.Capture(ex);
                    Monitor.PulseAll(waiting);
                }
            }
        }

        void Consume(long i, T item)
        {
            lock (waiting)
            {
                waiting.Add(i, item);
                while (waiting.Remove(consumed, out var first))
                {
                    consume(first);
                    consumed++;
                    Monitor.PulseAll(waiting);
                }

                while (failure is null && i - consumed > AheadPerThread * threads)
                    Monitor.Wait(waiting);
            }
        }
    }
}
