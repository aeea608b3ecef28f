using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>A table of an input database, read by row numbers with plain SQL: none of the extractor's readers.</summary>
/// <param name="table">With the alias <c>t</c> in the columns and joins.</param>
/// <param name="columns">The first is <c>t.rowid</c>, the second the id.</param>
internal sealed class SourceTable(SqliteConnection connection, string table, string id, string columns, string joins, Func<SqliteDataReader, SourceRow> map)
{
    public long CountRows() => connection.Scalar<long>($"SELECT count(*) FROM {table}");

    public long FirstRow { get; } = connection.Scalar<long?>($"SELECT min(rowid) FROM {table}") ?? 0;

    public long LastRow { get; } = connection.Scalar<long?>($"SELECT max(rowid) FROM {table}") ?? -1;

    /// <summary>The next rows from a row number on.</summary>
    public List<SourceRow> Read(long from, int limit) => connection.Query(
        $"SELECT {columns} FROM {table} t {joins} WHERE t.rowid >= $from ORDER BY t.rowid LIMIT $limit", map, ("$from", from), ("$limit", limit));

    /// <summary>Of rows with one id the last stays.</summary>
    public bool IsReplaced(SourceRow row, TrackId trackId) => connection.Scalar<long>(
        $"SELECT EXISTS (SELECT 1 FROM {table} WHERE {id} = $id AND rowid > $row)", ("$id", trackId.ToString()), ("$row", row.Row)) != 0;
}
