using System.Collections.Concurrent;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.TableSql.Scans;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>
/// Every stored pair once, by the lower id, in one file for each first character of it. Pairs are visited in one pass from the first file to the
/// last, and wait in a short queue for their file, so files must be read in order.
/// </summary>
internal sealed class SortedPairScan(Func<TableSnapshot.Generation> pairs) : IScan, IDisposable
{
    private const int BatchPairs = 2048;
    private const int QueuedBatches = 8;

    /// <summary>Base62 in the order of ids.</summary>
    private const string Characters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private readonly CancellationTokenSource stopping = new();
    private readonly BlockingCollection<TrackPair[]> queue = new(QueuedBatches);
    private Task? visiting;
    private TrackPair[] batch = [];
    private int next;

    public IReadOnlyList<ScanColumn> Columns => RelationViews.PairColumns;

    public long? Rows => null;

    /// <summary>An upper-case letter has _ before it: file systems may not tell it from the lower-case one.</summary>
    public IReadOnlyList<string> ListFiles() => [.. Characters.Select(c => char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{c}")];

    public IScanRun Begin(IReadOnlyList<bool> wanted, int? file)
    {
        var first = Characters[file ?? throw new ArgumentNullException(nameof(file))];
        var table = pairs().Table;
        visiting ??= Task.Run(() => Visit(new PairScan(table, Environment.ProcessorCount, stopping.Token)));
        return new RangeRun([() => new Reader(this, first)]);
    }

    public void Dispose()
    {
        stopping.Cancel();
        try
        {
            visiting?.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // An export that did not come to its end.
        }

        queue.Dispose();
        stopping.Dispose();
    }

    private void Visit(PairScan scan)
    {
        var filling = new List<TrackPair>(BatchPairs);
        try
        {
            scan.Visit(
                pair =>
                {
                    filling.Add(pair);
                    if (filling.Count == BatchPairs)
                        Hand();
                },
                stopping.Token);
            Hand();
        }
        finally
        {
            queue.CompleteAdding();
        }

        void Hand()
        {
            queue.Add([.. filling], stopping.Token);
            filling.Clear();
        }
    }

    /// <summary>The next pair, which stays the next one until <see cref="next"/> is raised; null behind the last.</summary>
    private TrackPair? Peek()
    {
        while (next == batch.Length)
        {
            next = 0;
            if (!queue.TryTake(out var taken, Timeout.Infinite))
            {
                batch = [];
                // A fault of the visit is the fault of the read.
                visiting!.GetAwaiter().GetResult();
                return null;
            }

            batch = taken;
        }

        return batch[next];
    }

    private sealed class Reader(SortedPairScan scan, char first) : IRangeReader
    {
        public int Read(RowChunk chunk)
        {
            var row = 0;
            for (; row < chunk.Capacity && scan.Peek() is { } pair && pair.A.ToString()[0] == first; row++, scan.next++)
                RelationViews.Write(chunk, row, pair);
            return row;
        }

        public void Dispose()
        {
        }
    }
}
