using System.Collections.Concurrent;
using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables.Rows;

/// <summary>
/// Sorts any number of rows in bounded memory: what does not fit is written as sorted runs, which are merged once. While one buffer fills,
/// another is sorted and written. The sorted rows are the same for any memory and number of threads.
/// </summary>
internal sealed class RowSorter : IDisposable
{
    /// <summary>Long pages, because runs are read from end to end.</summary>
    private const int RunPageBytes = 16 << 10;

    private readonly BlockingCollection<RowBuffer> free = [];
    private readonly List<string> runs = [];
    private readonly Func<string> newFile;
    private readonly Lane lane;
    private readonly long memoryBytes;
    private readonly int keyBytes;
    private RowBuffer filling;

    /// <param name="replaced">Told the keys of which a later row came.</param>
    /// <param name="newFile">Names a scratch file for a run.</param>
    public RowSorter(int keyBytes, long memoryBytes, bool threaded, ReplacedKeys replaced, Func<string> newFile)
    {
        this.keyBytes = keyBytes;
        this.memoryBytes = memoryBytes;
        this.newFile = newFile;
        lane = new Lane(threaded);
        // The greater part for the rows, the rest for reading runs and writing parts.
        for (var i = 0; i < (threaded ? 2 : 1); i++)
            free.Add(new RowBuffer(keyBytes, memoryBytes * 3 / 4 / (threaded ? 2 : 1), replaced));
        filling = free.Take();
    }

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (filling.TryAdd(key, value))
            return;
        var full = filling;
        lane.Run(() =>
        {
            try
            {
                Write(full);
            }
            finally
            {
                full.Clear();
                free.Add(full);
            }
        });
        filling = free.Take();
        filling.TryAdd(key, value);
    }

    /// <summary>The runs in the order in which their rows came, the last one in memory.</summary>
    public IReadOnlyList<IRowSource> Finish()
    {
        lane.Drain();
        while (free.TryTake(out _))
        {
        }

        filling.Sort();
        var readBytes = (int)Math.Clamp(memoryBytes / 4 / Math.Max(1, runs.Count), RunPageBytes, FileCursor.UsualReadBytes);
        return [.. runs.Select(path => new RunRows(path, readBytes)), new BufferRows(filling)];
    }

    public void Dispose()
    {
        lane.Dispose();
        free.Dispose();
    }

    private void Write(RowBuffer rows)
    {
        rows.Sort();
        using var inline = new Lane(threaded: false);
        using var file = new TableFileWriter(newFile(), keyBytes, RunPageBytes, inline);
        for (var i = 0; i < rows.Count; i++)
            file.Add(rows.Key(i), rows.Value(i));
        file.Complete();
        runs.Add(file.Path);
    }
}
