using System.Runtime.InteropServices;
using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Rows;

/// <summary>The promoted tracks that are not in the table, in memory, without clusters.</summary>
internal sealed unsafe class TailRows : RowSet
{
    private const int Alignment = 64;

    private readonly TrackId[] ids;
    private readonly byte[][] records;
    private readonly Dictionary<TrackId, int> slots = [];

    /// <param name="points">Each id once.</param>
    public TailRows(int dimensions, IReadOnlyList<VectorPoint> points)
        : base(dimensions)
    {
        foreach (var point in points)
            point.EnsureValid(dimensions);
        ids = [.. points.Select(point => point.Id)];
        records = [.. points.Select(PointRecord.Write)];
        Count = points.Count;
        Blocks = (Count + BlockScan.Rows - 1) / BlockScan.Rows;
        Units = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, Slots) * (nuint)dimensions * sizeof(float), Alignment);
        Attributes = (uint*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, Slots) * sizeof(uint), Alignment);
        GenreSets = (uint*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, Slots) * sizeof(uint), Alignment);
        for (var i = 0L; i < (long)Slots * dimensions; i++)
            Units[i] = float.NaN;
        new Span<uint>(Attributes, Slots).Clear();
        new Span<uint>(GenreSets, Slots).Clear();
        try
        {
            for (var slot = 0; slot < Count; slot++)
                Put(slot, points[slot]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override GenreTable Genres { get; } = new();

    public override TrackId Id(int slot) => ids[slot];

    public override ReadOnlySpan<byte> Record(int slot) => records[slot];

    public override int Find(TrackId id) => slots.GetValueOrDefault(id, -1);

    public override void Dispose()
    {
        NativeMemory.AlignedFree(Units);
        NativeMemory.AlignedFree(Attributes);
        NativeMemory.AlignedFree(GenreSets);
        Units = null;
        Attributes = GenreSets = null;
    }

    private void Put(int slot, VectorPoint point)
    {
        var at = (long)(slot / BlockScan.Rows) * Dimensions * BlockScan.Rows + slot % BlockScan.Rows;
        UnitVector.Write(point.Vector, new Span<float>(Units + at, Dimensions * BlockScan.Rows - slot % BlockScan.Rows), BlockScan.Rows);
        Attributes[slot] = RowAttributes.Of(point);
        GenreSets[slot] = (uint)Genres.Intern(point.Payload.Genres);
        slots.Add(point.Id, slot);
    }
}
