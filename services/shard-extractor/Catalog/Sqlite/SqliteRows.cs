using Microsoft.Data.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Reads one table in ranges of row numbers. Owns the connection.</summary>
internal abstract class SqliteRows<TRow> : ICatalogRows<TRow>
{
    private readonly string table;
    private readonly SqliteCursor next;

    protected SqliteRows(SqliteConnection connection, string table)
    {
        Connection = connection;
        this.table = table;
        next = new(connection, $"SELECT min(rowid) FROM {table} WHERE rowid >= ?1");
    }

    protected SqliteConnection Connection { get; }

    public long? NextRow(long from) => SqliteReadErrors.Guard(Connection, () =>
        next.Bind(from).Step() ? next.Whole(0, out _) : null);

    public CatalogRange<TRow> Read(long first, long last, CancellationToken cancellationToken) =>
        SqliteReadErrors.Guard(Connection, () =>
        {
            var (rows, dropped) = (new List<TRow>(), new DropCounts(table));
            ReadInto(rows, dropped, first, last, cancellationToken);
            return new CatalogRange<TRow>(rows, dropped);
        });

    public CatalogRange<TRow> ReadRest(long from, CancellationToken cancellationToken)
    {
        var range = Read(from, long.MaxValue, cancellationToken);
        range.Dropped.AddWithoutRow(DropReasons.PlaylistMissing, SqliteReadErrors.Guard(Connection, CountUnreachable));
        return range;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void ReadInto(List<TRow> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken);

    /// <summary>Entries that no range reaches, because they refer to no row number.</summary>
    protected abstract long CountUnreachable();

    protected virtual void Dispose(bool disposing)
    {
        next.Dispose();
        Connection.Dispose();
    }
}
