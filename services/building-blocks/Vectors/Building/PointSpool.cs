using System.Runtime.InteropServices;
using SpotifyPlatform.Vectors.Layout;
using SpotifyPlatform.Vectors.Rows;

namespace SpotifyPlatform.Vectors.Building;

/// <summary>The points of a build in the order of their ids: in memory, and beyond in scratch files. Needs 8 bytes per point beside.</summary>
internal sealed unsafe class PointSpool(int dimensions, string scratch) : IDisposable
{
    private const int BlockBytes = 64 << 20;

    private const int Alignment = 16;

    /// <summary>Blocks that are kept in memory.</summary>
    private const int BlocksInMemory = 4;

    private readonly List<ScratchBytes> blocks = [];
    private readonly List<long> starts = [];
    private int used;

    public int Count => starts.Count;

    public int Dimensions => dimensions;

    public GenreTable Genres { get; } = new();

    /// <param name="known">A bit for each of the first dimensions whose value is known.</param>
    public void Add(VectorPoint point, ReadOnlySpan<byte> record, ushort known)
    {
        if (blocks.Count == 0 || sizeof(Prefix) + record.Length > BlockBytes - used)
        {
            blocks.Add(new ScratchBytes(BlockBytes, blocks.Count < BlocksInMemory ? null : scratch));
            used = 0;
        }

        var prefix = new Prefix(point.Id.Value, RowAttributes.Of(point), Genres.Intern(point.Payload.Genres), record.Length, known);
        blocks[^1].Write(used, MemoryMarshal.AsBytes(new ReadOnlySpan<Prefix>(in prefix)));
        blocks[^1].Write(used + sizeof(Prefix), record);
        starts.Add((long)(blocks.Count - 1) * BlockBytes + used);
        // Keeps the numbers of vectors aligned.
        used += (sizeof(Prefix) + record.Length + Alignment - 1) & -Alignment;
    }

    /// <summary>Nothing is added any more; now the points can be read.</summary>
    public void Seal() => blocks.ForEach(block => block.Seal());

    public UInt128 Id(int row) => At(row)->Id;

    public uint Attributes(int row) => At(row)->Attributes;

    /// <summary>A number in <see cref="Genres"/>.</summary>
    public int GenreSet(int row) => At(row)->GenreSet;

    public ushort Known(int row) => At(row)->Known;

    public ReadOnlySpan<byte> Record(int row) => new((byte*)(At(row) + 1), At(row)->RecordBytes);

    /// <summary>The unit vector of a row; NaN if it is zero.</summary>
    public void Unit(int row, Span<float> to, int stride = 1) => UnitVector.Write(PointRecord.Vector(Record(row), dimensions), to, stride);

    public void Dispose() => blocks.ForEach(block => block.Dispose());

    private Prefix* At(int row) => (Prefix*)(blocks[(int)(starts[row] / BlockBytes)].Start + starts[row] % BlockBytes);

    private readonly record struct Prefix(UInt128 Id, uint Attributes, int GenreSet, int RecordBytes, ushort Known);
}
