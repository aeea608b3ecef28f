using System.Buffers.Binary;
using System.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors.Clusters;
using SpotifyPlatform.Vectors.Rows;

namespace SpotifyPlatform.Vectors.Layout;

/// <summary>The rows of a vectors table, copied into private bytes. Every page of the table is verified on the way, so no search reads a byte that is not verified.</summary>
internal sealed unsafe class BaseRows : RowSet
{
    /// <summary>Up to this size the copy is kept in memory, above in a scratch file.</summary>
    private const long MaxMemory = 256 << 20;

    private const int Alignment = 64;

    private readonly VectorHeader header;
    private readonly string place;
    private readonly long[] offsets = new long[VectorHeader.Sections];
    private readonly ScratchBytes bytes;

    private BaseRows(VectorHeader header, string place, string scratch, long maxMemory)
        : base(header.Dimensions)
    {
        (this.header, this.place) = (header, place);
        var end = 0L;
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = end;
            end = (end + header.Lengths[i] + Alignment - 1) & -Alignment;
        }

        bytes = new ScratchBytes(Math.Max(Alignment, end), end > maxMemory ? scratch : null);
        (Blocks, Count) = (header.Blocks, header.Rows);
    }

    /// <summary>Bounds of the clusters that have a centroid.</summary>
    public ClusterBounds Clusters { get; private set; } = null!;

    public override GenreTable Genres { get; } = new();

    private ReadOnlySpan<int> SlotsById => new(At(Section.SlotsById), header.Rows);

    /// <param name="scratch">A folder for a copy that is too large for memory.</param>
    /// <param name="maxMemory">For tests.</param>
    /// <exception cref="InvalidDataException">The table is damaged or malformed.</exception>
    public static BaseRows Load(Table table, string scratch, long maxMemory = MaxMemory)
    {
        var place = $"{table.Manifest.Plan.Table} {table.Manifest.Plan.Id}";
        var key = new byte[VectorTable.KeyBytes];
        VectorTable.WriteKey(key, Section.Header, 0);
        BaseRows? rows = null;
        try
        {
            rows = table.TryFind(key, VectorHeader.Read, out var header)
                ? new BaseRows(header!, place, scratch, maxMemory)
                : throw new FormatException("it has no header");
            rows.Copy(table);
            rows.Open();
            return rows;
        }
        catch (FormatException ex)
        {
            rows?.Dispose();
            throw Malformed(place, ex.Message);
        }
        catch
        {
            rows?.Dispose();
            throw;
        }
    }

    public override TrackId Id(int slot) => new(((UInt128*)At(Section.Ids))[slot]);

    public override ReadOnlySpan<byte> Record(int slot)
    {
        var ends = (long*)At(Section.RecordOffsets) + slot;
        var length = ends[1] - ends[0];
        if (ends[0] < 0 || length is < 0 or > PointRecord.MaxBytes || ends[1] > header.Lengths[(int)Section.Records])
            throw Malformed(place, $"the record of slot {slot} is outside of the records section");
        return new ReadOnlySpan<byte>(At(Section.Records) + ends[0], (int)length);
    }

    public override int Find(TrackId id)
    {
        var (low, high) = (0, header.Rows - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var slot = SlotsById[middle];
            var order = Id(slot).CompareTo(id);
            if (order == 0)
                return slot;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>The slot of the row at an ordinal in the order of ids.</summary>
    public int SlotById(int ordinal) => SlotsById[ordinal];

    /// <summary>Which of the first dimensions of a row have a known value.</summary>
    public bool[] Known(int slot)
    {
        var mask = ((ushort*)At(Section.Known))[slot];
        var known = new bool[FeatureVector.Dimensions];
        for (var d = 0; d < known.Length; d++)
            known[d] = (mask >> d & 1) != 0;
        return known;
    }

    public override void Dispose() => bytes.Dispose();

    private byte* At(Section section) => bytes.Start + offsets[(int)section];

    private static InvalidDataException Malformed(string place, string what) => new(
        $"Table {place} is malformed: {what}. Delete the folder of the generation; the vectorizer builds it again.");

    /// <summary>Copies the chunks, of which none may be missing.</summary>
    private void Copy(Table table)
    {
        var filled = new long[VectorHeader.Sections];
        var expected = new byte[VectorTable.KeyBytes];
        using var rows = table.Scan();
        while (rows.MoveNext() && rows.Key[0] < VectorHeader.Sections)
        {
            var section = rows.Key[0];
            VectorTable.WriteKey(expected, (Section)section, (uint)(filled[section] / VectorTable.ChunkBytes));
            if (!rows.Key.SequenceEqual(expected) || filled[section] % VectorTable.ChunkBytes != 0 || rows.Value.Length > header.Lengths[section] - filled[section])
                throw new FormatException($"a chunk of section {(Section)section} is out of place");
            bytes.Write(offsets[section] + filled[section], rows.Value);
            filled[section] += rows.Value.Length;
        }

        for (var i = 0; i < filled.Length; i++)
            if (filled[i] != header.Lengths[i])
                throw new FormatException($"section {(Section)i} has {filled[i]} bytes, not {header.Lengths[i]}");
        bytes.Seal();
    }

    private void Open()
    {
        Units = (float*)At(Section.Units);
        Attributes = (uint*)At(Section.Attributes);
        GenreSets = (uint*)At(Section.GenreSets);
        var firsts = new ReadOnlySpan<int>(At(Section.ClusterBlocks), header.Clusters + 2);
        for (var c = 0; c <= header.Clusters; c++)
            if (firsts[c] < 0 || firsts[c] > firsts[c + 1])
                throw new FormatException("its clusters overlap");
        if (firsts[0] != 0 || firsts[^1] != header.Blocks)
            throw new FormatException("its clusters are not its blocks");
        foreach (var slot in SlotsById)
            if ((uint)slot >= (uint)Slots)
                throw new FormatException("its order by id has an entry that is not a slot");
        Clusters = new ClusterBounds((float*)At(Section.Centroids), (int*)At(Section.ClusterBlocks), Angles(), header.Clusters, Dimensions);
        ReadGenres();
    }

    /// <summary>
    /// The smallest and the largest angle of each block, rounded outwards. The table stores chords, because an arc sine may differ in the last bit from
    /// machine to machine.
    /// </summary>
    private float[] Angles()
    {
        var chords = new ReadOnlySpan<float>(At(Section.BlockChords), 2 * header.Blocks);
        var angles = new float[chords.Length];
        for (var i = 0; i < angles.Length; i++)
        {
            var angle = (float)(2 * Math.Asin(Math.Clamp(chords[i] / 2.0, 0, 1)));
            angles[i] = i % 2 == 0 ? MathF.BitDecrement(angle) : MathF.BitIncrement(angle);
        }

        return angles;
    }

    private void ReadGenres()
    {
        var names = new List<string>();
        for (var rest = Bytes(Section.Genres); !rest.IsEmpty;)
            names.Add(Encoding.UTF8.GetString(Take(ref rest, Number(ref rest))));
        for (var rest = Bytes(Section.GenreSetMembers); !rest.IsEmpty;)
        {
            var count = Number(ref rest);
            if (count < 0 || count > rest.Length / sizeof(int))
                throw new FormatException("its sets of genres are malformed");
            var set = new string[count];
            for (var i = 0; i < count; i++)
                set[i] = Number(ref rest) is var genre && (uint)genre < (uint)names.Count ? names[genre] : throw new FormatException("a set of genres contains an unknown genre");
            Genres.Intern(set);
        }

        var sets = new ReadOnlySpan<uint>(GenreSets, Slots);
        foreach (var set in sets)
            if (set >= (uint)Genres.Sets)
                throw new FormatException("a row has an unknown set of genres");
    }

    private ReadOnlySpan<byte> Bytes(Section section) => new(At(section), checked((int)header.Lengths[(int)section]));

    private static int Number(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, sizeof(int)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if ((uint)length > (uint)rest.Length)
            throw new FormatException("its genres are malformed");
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
