using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Asks for blocks ahead on a thread of its own, as many as their source keeps.</summary>
internal sealed class ReadAheadBlocks : IBlocks
{
    private readonly BlockingCollection<ReadOnlyMemory<byte>> ready = [];
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim free;
    private readonly IBlocks source;
    private readonly Thread thread;
    private ExceptionDispatchInfo? fault;
    private bool holdsBlock;
    private bool disposed;

    /// <param name="source">Where the blocks come from; the caller disposes it after this.</param>
    /// <param name="keptBlocks">How many blocks handed out last the source keeps as they are.</param>
    /// <param name="name">The thread's.</param>
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
            fault?.Throw();
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

#pragma warning disable CA1031 // Whatever ends the reading is thrown again on the thread that consumes.
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
        catch (Exception e)
        {
            fault = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
#pragma warning restore CA1031
}
