using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Reads blocks ahead on a separate thread, as many as their source keeps.</summary>
internal sealed class ReadAheadBlocks : IBlocks
{
    private readonly BlockingCollection<ReadOnlyMemory<byte>> ready = [];
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim free;
    private readonly IBlocks source;
    private readonly Thread thread;
    private ExceptionDispatchInfo? failure;
    private bool holdsBlock;
    private bool disposed;

    /// <param name="source">Where the blocks come from; the caller disposes it after this.</param>
    /// <param name="keptBlocks">How many of the last returned blocks the source keeps unchanged.</param>
    /// <param name="name">The thread's name.</param>
    public ReadAheadBlocks(IBlocks source, int keptBlocks, string name)
    {
        this.source = source;
        free = new SemaphoreSlim(keptBlocks);
        thread = new Thread(Fill) { IsBackground = true, Name = name };
        thread.Start();
    }

    public ReadOnlyMemory<byte> Next()
    {
        if (holdsBlock)
            free.Release();
        holdsBlock = ready.TryTake(out var block, Timeout.Infinite);
        if (!holdsBlock)
            failure?.Throw();
        return block;
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        stop.Cancel();
        thread.Join();
        stop.Dispose();
        ready.Dispose();
        free.Dispose();
    }

#pragma warning disable CA1031 // The consuming thread throws it again.
    private void Fill()
    {
        try
        {
            while (true)
            {
                free.Wait(stop.Token);
                var block = source.Next();
                if (block.IsEmpty)
                    break;
                ready.Add(block);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception ex)
        {
            failure = ExceptionDispatchInfo.Capture(ex);
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
#pragma warning restore CA1031
}
