using System.IO.MemoryMappedFiles;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Recordings by index, in a mapped scratch file that has no name, so that nothing can truncate it and nothing is left of it.</summary>
internal sealed class RecordingSlots : IDisposable
{
    private const int SlotBytes = 24;

    private readonly FileStream stream;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;

    /// <param name="count">At least 1.</param>
    public RecordingSlots(string folder, long count)
    {
        // All blocks are allocated, so that a full disk fails here and not while the mapping is written.
        stream = ScratchFile.Create(folder, count * SlotBytes);
        stream.SetLength(count * SlotBytes);
        map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        view = map.CreateViewAccessor(0, 0);
    }

    /// <summary>Fills a slot; of repeated rows the last stays, as in any table.</summary>
    /// <returns>Whether an earlier row was replaced.</returns>
    public bool Put(long index, Recording recording)
    {
        var isRepeated = TryGet(index, out _);
        var slot = new Slot(recording.Mbid.Value, recording.LengthMs, recording.Id);
        view.Write(index * SlotBytes, ref slot);
        return isRepeated;
    }

    public bool TryGet(long index, out Recording recording)
    {
        view.Read<Slot>(index * SlotBytes, out var slot);
        recording = new Recording(slot.Id, new Mbid(slot.Mbid), slot.LengthMs);
        return slot.Id > 0;
    }

    public void Dispose()
    {
        view.Dispose();
        map.Dispose();
        stream.Dispose();
    }

    private readonly record struct Slot(Guid Mbid, int LengthMs, int Id);
}
