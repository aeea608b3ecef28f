using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Reads a table from end to end in the order of row numbers. Owns the connection.</summary>
internal abstract class SqliteTableRows : ITableRows
{
    private const int RowsPerCheck = 4096;

    private readonly SqliteConnection connection;
    private readonly byte[] key = new byte[TrackId.KeyLength];
    private long rows;
    private bool isAtEnd;

    /// <param name="sql">Row number, id, and the columns of the value, in the order of row numbers.</param>
    protected SqliteTableRows(SqliteConnection connection, string table, string sql)
    {
        this.connection = connection;
        Cursor = new SqliteCursor(connection, sql);
        LeftOut = new DropCounts(table);
        InvalidValues = new DropCounts(table);
        LastRow = connection.Scalar<long?>($"SELECT max(rowid) FROM {table}") ?? 0;
    }

    public long LastRow { get; }

    public long Row { get; private set; }

    public ReadOnlySpan<byte> Key => key;

    public abstract ReadOnlySpan<byte> Value { get; }

    public DropCounts LeftOut { get; }

    public DropCounts InvalidValues { get; }

    protected SqliteCursor Cursor { get; }

    public bool MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            while (Cursor.Step())
            {
                // Rows that are left out count too: a source may have nothing else.
                if (rows++ % RowsPerCheck == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                if (Read())
                    return true;
            }

            if (!isAtEnd)
                End();
            isAtEnd = true;
            return false;
        }
        catch (SqliteException ex) when (SqliteReadErrors.Translate(connection.DataSource, ex) is { } translated)
        {
            throw translated;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the value of the row; the reason when it is left out.</summary>
    protected abstract string? ReadValue();

    /// <summary>Called once behind the last row.</summary>
    protected virtual void End()
    {
    }

    protected virtual void Dispose(bool disposing)
    {
        Cursor.Dispose();
        connection.Dispose();
    }

    private bool Read()
    {
        Row = LeftOut.Row = InvalidValues.Row = Cursor.Row(0);
        if (!Cursor.TryId(1, out var id))
        {
            LeftOut.Add(DropReasons.IdInvalid);
            return false;
        }

        if (ReadValue() is { } reason)
        {
            LeftOut.Add(reason);
            return false;
        }

        BinaryPrimitives.WriteUInt128BigEndian(key, id.Value);
        return true;
    }
}
