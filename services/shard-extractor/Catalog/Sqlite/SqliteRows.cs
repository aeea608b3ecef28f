using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Reads one table in ranges of row numbers. Owns the connection.</summary>
internal abstract class SqliteRows<TRow> : ICatalogRows<TRow>
{
    private readonly RangeQuery next;

    protected SqliteRows(SqliteConnection connection, string table)
    {
        Connection = connection;
        next = new(connection, $"SELECT min(rowid) FROM {table} WHERE rowid >= $from", "$from");
    }

    protected SqliteConnection Connection { get; }

    public long? NextRow(long from) => SqliteReadErrors.Guard(Connection, () =>
    {
        using var reader = next.Read(from);
        return reader.Read() ? reader.ValueOrNull<long>(0) : null;
    });

    public CatalogRange<TRow> Read(long first, long last, CancellationToken cancellationToken) =>
        SqliteReadErrors.Guard(Connection, () =>
        {
            var (rows, dropped) = (new List<TRow>(), new DropCounts());
            ReadInto(rows, dropped, first, last, cancellationToken);
            return new CatalogRange<TRow>(rows, dropped);
        });

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void ReadInto(List<TRow> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken);

    protected virtual void Dispose(bool disposing)
    {
        next.Dispose();
        Connection.Dispose();
    }
}
