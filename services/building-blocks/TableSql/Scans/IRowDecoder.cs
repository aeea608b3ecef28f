using SpotifyPlatform.TableSql.DuckDb;

namespace SpotifyPlatform.TableSql.Scans;

/// <summary>Turns rows of a table into rows of a view; used by one thread.</summary>
internal interface IRowDecoder : IDisposable
{
    /// <summary>Begins with a row of the table.</summary>
    /// <returns>How many rows of the view it makes.</returns>
    int Begin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Writes one of them; called for each in order, with the key and the value that it began with.</summary>
    /// <param name="row">Of the chunk.</param>
    /// <param name="entry">From 0.</param>
    void Write(RowChunk chunk, int row, int entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
}

/// <summary>A decoder for tables whose rows are those of the view.</summary>
internal abstract class SingleRowDecoder : IRowDecoder
{
    public int Begin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => 1;

    public void Write(RowChunk chunk, int row, int entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Write(chunk, row, key, value);

    public virtual void Dispose()
    {
    }

    protected abstract void Write(RowChunk chunk, int row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
}

/// <summary>A decoder for tables whose rows each make any number of rows.</summary>
internal abstract class ManyRowsDecoder : IRowDecoder
{
    public abstract int Begin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    public abstract void Write(RowChunk chunk, int row, int entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    public void Dispose()
    {
    }
}
