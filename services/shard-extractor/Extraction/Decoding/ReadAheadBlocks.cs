using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Reads blocks ahead on a thread of its own, a few at most.</summary>
internal sealed class ReadAheadBlocks : IBlocks
{
    private const int Ahead = 4;

    private readonly BlockingCollection<(byte[] Block, int Length)> filled = new(Ahead + 1);
    private readonly BlockingCollection<byte[]> empty = new(Ahead + 1);
    private readonly CancellationTokenSource stop = new();
    private readonly IByteSource source;
    private readonly Thread thread;
    private ExceptionDispatchInfo? fault;
    private byte[]? current;
    private bool disposed;

    public ReadAheadBlocks(IByteSource source, int blockBytes, string name)
    {
        this.source = source;
        for (var i = 0; i < Ahead; i++)
            empty.Add(new byte[blockBytes]);
        thread = new Thread(Fill) { IsBackground = true, Name = name };
        thread.Start();
    }

    public ReadOnlyMemory<byte> Next()
    {
        if (current is not null)
            empty.Add(current);
        current = null;
        if (!filled.TryTake(out var next, Timeout.Infinite))
        {
            fault?.Throw();
            return default;
        }

        current = next.Block;
        return next.Block.AsMemory(0, next.Length);
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        stop.Cancel();
        thread.Join();
        stop.Dispose();
        filled.Dispose();
        empty.Dispose();
    }

#pragma warning disable CA1031 // Whatever ends the reading is thrown again on the thread that consumes.
    private void Fill()
    {
        try
        {
            while (true)
            {
                var block = empty.Take(stop.Token);
                var length = source.Read(block);
                if (length == 0)
                    break;
                filled.Add((block, length), stop.Token);
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
            filled.CompleteAdding();
        }
    }
#pragma warning restore CA1031
}
