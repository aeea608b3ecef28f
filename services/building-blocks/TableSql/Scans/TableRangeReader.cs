using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.TableSql.Scans;

/// <summary>Reads a range of keys of a table.</summary>
/// <param name="end">The key before which the range ends; null at the table's end.</param>
/// <param name="owned">Closed with the reader.</param>
internal sealed class TableRangeReader(Table.Cursor rows, byte[]? end, IRowDecoder decoder, IDisposable? owned) : IRangeReader
{
    private int entries;
    private int entry;

    public int Read(RowChunk chunk)
    {
        var row = 0;
        while (row < chunk.Capacity && (entry < entries || MoveNext()))
            for (; entry < entries && row < chunk.Capacity; entry++)
                decoder.Write(chunk, row++, entry, rows.Key, rows.Value);
        return row;
    }

    public void Dispose()
    {
        rows.Dispose();
        decoder.Dispose();
        owned?.Dispose();
    }

    /// <summary>Moves to the next row of the table that makes rows.</summary>
    private bool MoveNext()
    {
        while (rows.MoveNext() && (end is null || rows.Key.SequenceCompareTo(end) < 0))
        {
            (entry, entries) = (0, decoder.Begin(rows.Key, rows.Value));
            if (entries > 0)
                return true;
        }

        (entry, entries) = (0, 0);
        return false;
    }
}
