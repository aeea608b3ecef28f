using System.Buffers.Binary;
using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables.Rows;

/// <summary>
/// Rows in memory, in the order in which they came, to be sorted. They stand in chunks, so that growing copies nothing; a row is its
/// value's length, its key and its value.
/// </summary>
internal sealed class RowBuffer(int keyBytes, long maxBytes, ReplacedKeys replaced)
{
    private const int ChunkBits = 20;
    private const int ChunkBytes = 1 << ChunkBits;
    private const int EntryBytes = sizeof(ulong) + sizeof(uint);

    /// <summary>Positions are 32 bits.</summary>
    public const long GreatestBytes = 1L << 31;

    private readonly List<byte[]> chunks = [];
    private readonly long limit = Math.Min(maxBytes, GreatestBytes);
    private ulong[] prefixes = [];
    private uint[] positions = [];
    private int chunk = -1;
    private int used;
    private long reserved;

    public int Count { get; private set; }

    /// <returns>False when the row has no room; an empty buffer takes any row.</returns>
    public bool TryAdd(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var bytes = sizeof(int) + keyBytes + value.Length;
        var entries = Count < positions.Length ? 0 : Math.Max(64, positions.Length);
        var fits = chunk >= 0 && used + bytes <= chunks[chunk].Length;
        var more = (long)entries * EntryBytes + (fits || chunk + 1 < chunks.Count && bytes <= chunks[chunk + 1].Length ? 0 : Math.Max(ChunkFor(bytes), bytes));
        if (Count > 0 && reserved + more > limit)
            return false;
        reserved += more;
        if (entries > 0)
        {
            Array.Resize(ref prefixes, positions.Length + entries);
            Array.Resize(ref positions, positions.Length + entries);
        }

        if (!fits)
            NextChunk(bytes);
        var row = chunks[chunk].AsSpan(used, bytes);
        BinaryPrimitives.WriteInt32LittleEndian(row, value.Length);
        key.CopyTo(row[sizeof(int)..]);
        value.CopyTo(row[(sizeof(int) + keyBytes)..]);
        (prefixes[Count], positions[Count]) = (KeyPrefix.Of(key), (uint)chunk << ChunkBits | (uint)used);
        Count++;
        used += bytes;
        return true;
    }

    public ReadOnlySpan<byte> Key(int index) => Row(index).Slice(sizeof(int), keyBytes);

    public ReadOnlySpan<byte> Value(int index)
    {
        var row = Row(index);
        return row.Slice(sizeof(int) + keyBytes, BinaryPrimitives.ReadInt32LittleEndian(row));
    }

    /// <summary>Sorts by key; of rows with one key the last that came stays.</summary>
    public void Sort()
    {
        Sort(0, Count, 0);
        RemoveReplaced();
    }

    /// <summary>Makes room for other rows; the memory is kept.</summary>
    public void Clear() => (Count, chunk, used) = (0, -1, 0);

    private int ChunkFor(int bytes) => bytes <= ChunkBytes ? (int)Math.Min(ChunkBytes, Math.Max(4096, limit / 4)) : bytes;

    private void NextChunk(int bytes)
    {
        (chunk, used) = (chunk + 1, 0);
        if (chunk == chunks.Count)
            chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(ChunkFor(bytes), bytes)));
        else if (chunks[chunk].Length < bytes)
            chunks.Insert(chunk, GC.AllocateUninitializedArray<byte>(Math.Max(ChunkFor(bytes), bytes)));
    }

    /// <summary>
    /// Sorts rows whose keys have the same bytes before an offset, eight bytes at a time: keys with long common beginnings, such as ISRCs, are then read
    /// once each and not at each comparison.
    /// </summary>
    private void Sort(int start, int end, int offset)
    {
        prefixes.AsSpan(start..end).Sort(positions.AsSpan(start..end));
        offset += sizeof(ulong);
        for (int first = start, next; first < end; first = next)
        {
            for (next = first + 1; next < end && prefixes[next] == prefixes[first];)
                next++;
            if (next - first == 1)
                continue;
            if (offset >= keyBytes)
            {
                // One key: the rows stay in the order in which they came.
                positions.AsSpan(first..next).Sort();
                continue;
            }

            for (var i = first; i < next; i++)
                prefixes[i] = KeyPrefix.Of(Key(i)[offset..]);
            Sort(first, next, offset);
        }
    }

    private void RemoveReplaced()
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (i + 1 < Count && prefixes[i] == prefixes[i + 1] && Key(i).SequenceEqual(Key(i + 1)))
            {
                replaced.Add(Key(i));
                continue;
            }

            (prefixes[kept], positions[kept]) = (prefixes[i], positions[i]);
            kept++;
        }

        Count = kept;
    }

    private ReadOnlySpan<byte> Row(int index) => RowAt(positions[index]);

    private ReadOnlySpan<byte> RowAt(uint position) => chunks[(int)(position >> ChunkBits)].AsSpan((int)(position & ChunkBytes - 1));
}
