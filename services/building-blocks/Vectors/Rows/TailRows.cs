using System.Runtime.InteropServices;
using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Rows;

/// <summary>Rows of the tail in memory, in the order of arrival, without clusters. The caller ensures many readers or one writer.</summary>
internal sealed unsafe class TailRows(int dimensions) : RowSet(dimensions)
{
    private readonly List<TrackId> ids = [];
    private readonly List<ReadOnlyMemory<byte>> records = [];
    private readonly Dictionary<TrackId, int> slots = [];
    private int capacity;

    public override GenreTable Genres { get; } = new();

    /// <summary>All rows, including replaced ones.</summary>
    public int Count => ids.Count;

    public override TrackId Id(int slot) => ids[slot];

    public override ReadOnlySpan<byte> Record(int slot) => records[slot].Span;

    public override int Find(TrackId id) => slots.GetValueOrDefault(id, -1);

    public void Add(TrackId id, ReadOnlyMemory<byte> record)
    {
        var point = PointRecord.Read(id, record.Span, Dimensions);
        Remove(id);
        var slot = ids.Count;
        if (slot == capacity)
            Grow();
        PutUnit(Units, Dimensions, slot, point.Vector);
        Attributes[slot] = RowAttributes.Of(point);
        GenreSets[slot] = (uint)Genres.Intern(point.Payload.Genres);
        ids.Add(id);
        records.Add(record);
        slots.Add(id, slot);
        Blocks = slot / BlockScan.Rows + 1;
        Live++;
    }

    public void Remove(TrackId id)
    {
        if (slots.Remove(id, out var slot))
            MarkDeleted(slot);
    }

    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(Units);
        NativeMemory.AlignedFree(Attributes);
        NativeMemory.AlignedFree(GenreSets);
        Units = null;
        Attributes = GenreSets = null;
    }

    private void Grow()
    {
        const int line = 64;
        var (old, now) = (capacity, Math.Max(64 * BlockScan.Rows, capacity * 2));
        Units = (float*)NativeMemory.AlignedRealloc(Units, (nuint)now * (nuint)Dimensions * sizeof(float), line);
        Attributes = (uint*)NativeMemory.AlignedRealloc(Attributes, (nuint)now * sizeof(uint), line);
        GenreSets = (uint*)NativeMemory.AlignedRealloc(GenreSets, (nuint)now * sizeof(uint), line);
        for (var i = (long)old * Dimensions; i < (long)now * Dimensions; i++)
            Units[i] = float.NaN;
        new Span<uint>(Attributes + old, now - old).Clear();
        new Span<uint>(GenreSets + old, now - old).Clear();
        capacity = now;
    }
}
