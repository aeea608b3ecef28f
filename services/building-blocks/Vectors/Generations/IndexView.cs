using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Files;
using SpotifyPlatform.Vectors.Rows;

namespace SpotifyPlatform.Vectors.Generations;

/// <summary>One generation as read by this process: the base file, and the tail up to a position. The caller ensures many readers or one writer.</summary>
internal sealed class IndexView : IDisposable
{
    private readonly IndexFolder folder;
    private readonly int dimensions;
    private TailLog? log;
    private long seen;

    public IndexView(IndexFolder folder, int dimensions, int generation)
    {
        (this.folder, this.dimensions, Generation) = (folder, dimensions, generation);
        Tail = new TailRows(dimensions);
        try
        {
            if (generation > 0)
            {
                Main = BaseFile.Open(folder.Base(generation), dimensions);
                log = TailLog.Open(folder.Tail(generation), dimensions) ?? throw new FileNotFoundException(null, folder.Tail(generation));
            }

            Advance();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Generation { get; }

    public BaseFile? Main { get; }

    public TailRows Tail { get; }

    /// <summary>Changes read from the tail.</summary>
    public int Operations { get; private set; }

    /// <summary>End of the complete frames that were read.</summary>
    public long Read { get; private set; } = TailLog.HeaderBytes;

    public long Live => (Main?.Live ?? 0) + Tail.Live;

    /// <summary>Whether this is the latest state of a generation.</summary>
    public bool IsAt(int generation) => generation == Generation && (log is null ? !File.Exists(folder.Tail(Generation)) : log.Length == seen);

    /// <summary>Reads new frames of the tail.</summary>
    public void Advance()
    {
        log ??= TailLog.Open(folder.Tail(Generation), dimensions);
        if (log is null)
            return;
        seen = log.Length;
        Read = log.Read(Read, seen, Put, Remove);
    }

    /// <summary>The row set and slot of the live row of an id; slot -1 if there is none.</summary>
    public (RowSet Rows, int Slot) Find(TrackId id) =>
        Tail.Find(id) is var slot and >= 0 ? (Tail, slot) : Main is { } main ? (main, main.Find(id)) : (Tail, -1);

    /// <summary>Every live row, in the order of ids.</summary>
    public IEnumerable<(RowSet Rows, int Slot)> ById()
    {
        var (ordinal, rows) = (0, Main?.Rows ?? 0);
        foreach (var slot in Enumerable.Range(0, Tail.Count).Where(Tail.IsLive).OrderBy(Tail.Id))
        {
            for (; ordinal < rows && Main!.Id(Main.SlotById(ordinal)) < Tail.Id(slot); ordinal++)
                if (Main.IsLive(Main.SlotById(ordinal)))
                    yield return (Main, Main.SlotById(ordinal));
            yield return (Tail, slot);
        }

        for (; ordinal < rows; ordinal++)
            if (Main!.IsLive(Main.SlotById(ordinal)))
                yield return (Main, Main.SlotById(ordinal));
    }

    /// <summary>Creates another tail with the frames between an offset and <see cref="Read"/>.</summary>
    public void CopyTail(string path, long from) => TailLog.Create(path, dimensions, log, from, Read);

    public void Dispose()
    {
        log?.Dispose();
        Main?.Dispose();
        Tail.Dispose();
    }

    private void Put(TrackId id, ReadOnlyMemory<byte> record)
    {
        MarkDeletedInMain(id);
        Tail.Add(id, record);
        Operations++;
    }

    private void Remove(TrackId id)
    {
        MarkDeletedInMain(id);
        Tail.Remove(id);
        Operations++;
    }

    private void MarkDeletedInMain(TrackId id)
    {
        if (Main?.Find(id) is { } slot and >= 0)
            Main.MarkDeleted(slot);
    }
}
