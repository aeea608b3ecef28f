using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Files;

namespace SpotifyPlatform.Vectors.Rows;

/// <summary>One generation as a process sees it: the base file, and the tail as far as it was read. Many readers or one writer; the caller sees to that.</summary>
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

    /// <summary>Where the whole frames that were read end.</summary>
    public long Read { get; private set; } = TailLog.HeaderBytes;

    public long Live => (Main?.Live ?? 0) + Tail.Live;

    /// <summary>Whether this is all there is to be seen of a generation.</summary>
    public bool IsAt(int generation) => generation == Generation && (log is null ? !File.Exists(folder.Tail(Generation)) : log.Length == seen);

    /// <summary>Reads what was added to the tail.</summary>
    public void Advance()
    {
        log ??= TailLog.Open(folder.Tail(Generation), dimensions);
        if (log is null)
            return;
        seen = log.Length;
        Read = log.Read(Read, seen, Put, Remove);
    }

    /// <summary>The set that has a live row of this id, and the row's slot; -1 without one.</summary>
    public (RowSet Rows, int Slot) Find(TrackId id) =>
        Tail.Find(id) is var slot and >= 0 ? (Tail, slot) : Main is { } main ? (main, main.Find(id)) : (Tail, -1);

    /// <summary>Every live row, in the order of ids.</summary>
    public IEnumerable<(RowSet Rows, int Slot)> ById()
    {
        var (place, rows) = (0, Main?.Rows ?? 0);
        foreach (var slot in Enumerable.Range(0, Tail.Count).Where(Tail.IsLive).OrderBy(Tail.Id))
        {
            for (; place < rows && Main!.Id(Main.SlotById(place)) < Tail.Id(slot); place++)
                if (Main.IsLive(Main.SlotById(place)))
                    yield return (Main, Main.SlotById(place));
            yield return (Tail, slot);
        }

        for (; place < rows; place++)
            if (Main!.IsLive(Main.SlotById(place)))
                yield return (Main, Main.SlotById(place));
    }

    /// <summary>Goes on in another file with what was added to the tail behind an offset and up to <see cref="Read"/>.</summary>
    public void CopyTail(string path, long from) => TailLog.Create(path, dimensions, log, from, Read);

    public void Dispose()
    {
        log?.Dispose();
        Main?.Dispose();
        Tail.Dispose();
    }

    private void Put(TrackId id, ReadOnlyMemory<byte> record)
    {
        KillInMain(id);
        Tail.Add(id, record);
        Operations++;
    }

    private void Remove(TrackId id)
    {
        KillInMain(id);
        Tail.Remove(id);
        Operations++;
    }

    private void KillInMain(TrackId id)
    {
        if (Main?.Find(id) is { } slot and >= 0)
            Main.Kill(slot);
    }
}
