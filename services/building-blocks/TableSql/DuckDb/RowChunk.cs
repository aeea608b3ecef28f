using System.Buffers;
using System.Text;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.TableSql.DuckDb;

/// <summary>
/// A chunk of DuckDB that is being filled by one thread, column by column. Values of columns that were not asked for are dropped; a value that is
/// not written is undefined, so unknown ones are written as null.
/// </summary>
internal sealed unsafe class RowChunk
{
    private const int ShortText = 256;

    /// <summary>By column: its place in the chunk, or -1.</summary>
    private readonly int[] places;
    private readonly nint[] vectors;
    private readonly nint[] data;
    private readonly nint[] validity;

    private readonly int countingPlace = -1;

    /// <param name="columns">Of the scan.</param>
    /// <param name="asked">The columns in the order of the chunk: 0 is the counting column, 1 the scan's first, and one beyond them none of ours.</param>
    public RowChunk(int columns, IReadOnlyList<ulong> asked)
    {
        places = new int[columns];
        places.AsSpan().Fill(-1);
        for (var i = 0; i < asked.Count; i++)
            if (asked[i] == 0)
                countingPlace = i;
            else if (asked[i] <= (ulong)columns)
                places[asked[i] - 1] = i;
        (vectors, data, validity) = (new nint[columns], new nint[columns], new nint[columns]);
    }

    /// <summary>Rows that fit.</summary>
    public int Capacity { get; } = (int)NativeCalls.VectorSize();

    /// <summary>Whether the column is asked for, so that its value is worth making.</summary>
    public bool Wants(int column) => places[column] >= 0;

    /// <summary>Begins to fill another chunk.</summary>
    public void Begin(nint chunk)
    {
        if (countingPlace >= 0)
            new Span<long>((void*)NativeCalls.GetData(NativeCalls.GetVector(chunk, (ulong)countingPlace)), Capacity).Clear();
        for (var column = 0; column < places.Length; column++)
            if (places[column] >= 0)
            {
                vectors[column] = NativeCalls.GetVector(chunk, (ulong)places[column]);
                data[column] = NativeCalls.GetData(vectors[column]);
                validity[column] = 0;
            }
    }

    public void Real(int column, int row, double? value)
    {
        if (value is not { } there)
            Null(column, row);
        else if (Wants(column))
            ((double*)data[column])[row] = there;
    }

    public void Integer(int column, int row, long? value)
    {
        if (value is not { } there)
            Null(column, row);
        else if (Wants(column))
            ((long*)data[column])[row] = there;
    }

    public void Text(int column, int row, ReadOnlySpan<byte> utf8)
    {
        if (!Wants(column))
            return;
        fixed (byte* first = utf8)
        {
            // DuckDB takes no null pointer, also for an empty text.
            var none = (byte)0;
            NativeCalls.AssignText(vectors[column], (ulong)row, first is null ? &none : first, (ulong)utf8.Length);
        }
    }

    public void Text(int column, int row, string? value)
    {
        if (value is null)
        {
            Null(column, row);
            return;
        }

        if (!Wants(column))
            return;
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most <= ShortText ? null : ArrayPool<byte>.Shared.Rent(most);
        var utf8 = rented ?? stackalloc byte[ShortText];
        Text(column, row, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>The text of a 16-byte key.</summary>
    public void Id(int column, int row, ReadOnlySpan<byte> key)
    {
        if (!Wants(column))
            return;
        Span<byte> text = stackalloc byte[TrackId.TextLength];
        TrackId.FromKey(key).Write(text);
        Text(column, row, text);
    }

    public void Null(int column, int row)
    {
        if (!Wants(column))
            return;
        if (validity[column] == 0)
        {
            NativeCalls.EnsureValidityWritable(vectors[column]);
            validity[column] = NativeCalls.GetValidity(vectors[column]);
        }

        ((ulong*)validity[column])[row >> 6] &= ~(1UL << (row & 63));
    }
}
