using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Sqlite.Tables;

namespace SpotifyPlatform.Storage.Sqlite;

/// <summary>
/// Exact search: every point is scored, from memory. A changed point gets the next rowid, so each search first reads the
/// rows behind the last one it knows, whichever instance or process wrote them. A deleted point stays as a row without a vector.
/// </summary>
public sealed class SqliteVectorIndex(string path, int dimensions) : IVectorIndex, IDisposable
{
    private const string Schema = $"""
        CREATE TABLE IF NOT EXISTS vectors(spotify_id BLOB NOT NULL PRIMARY KEY, vector BLOB NOT NULL, {DescriptionColumns.Definition}, mbid BLOB);
        """;

    private static readonly string[] Columns = ["spotify_id", "vector", .. DescriptionColumns.Names, "mbid"];
    private static readonly string[] Parameters = [.. Columns.Select(c => $"${c}")];
    private static readonly string Selected = string.Join(',', Columns[1..]);

    // The new rowid is computed before the replaced row goes, so it is above every rowid there ever was.
    private static readonly string Upsert = $"""
        INSERT OR REPLACE INTO vectors(rowid, {string.Join(',', Columns)})
        SELECT (SELECT coalesce(max(rowid), 0) + 1 FROM vectors), {string.Join(',', Parameters)}
        WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE {string.Join(" AND ", Columns.Select(c => $"{c} IS ${c}"))})
        """;

    private static readonly string Remove = $"""
        INSERT OR REPLACE INTO vectors(rowid, {string.Join(',', Columns)})
        SELECT (SELECT max(rowid) + 1 FROM vectors), spotify_id, x'', {string.Join(',', Columns[2..])} FROM vectors
        WHERE spotify_id = $spotify_id AND length(vector) > 0
        """;

    private readonly SqliteDatabase database = new(path, Schema, version: 2);
    private readonly Dictionary<TrackId, VectorPoint> points = [];
    private long lastRow;

    public int Dimensions => dimensions;

    public Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        foreach (var point in points)
            point.EnsureValid(Dimensions);
        return RunAsync(
            Upsert, Parameters, points, p => p.Id,
            p => [p.Id.ToKey(), ToBlob(p.Vector), .. DescriptionColumns.Values(p.Payload), p.Mbid?.ToBytes()], cancellationToken);
    }

    public Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        RunAsync(Remove, ["$spotify_id"], ids, id => id, id => [id.ToKey()], cancellationToken);

    public Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Lookup($"SELECT {Selected} FROM vectors WHERE spotify_id = $id AND length(vector) > 0", ids, (id, reader) => Point(id, reader, 0)),
            cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken)
    {
        foreach (var query in queries)
            query.EnsureValid(Dimensions);
        cancellationToken.ThrowIfCancellationRequested();
        lock (points)
        {
            database.Read(Refresh);
            return Task.FromResult<IReadOnlyList<IReadOnlyList<VectorHit>>>([.. queries.Select(Nearest)]);
        }
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Scalar<long>("SELECT count(*) FROM vectors WHERE length(vector) > 0"), cancellationToken);

    public void Dispose() => database.Dispose();

    // Little-endian float32, as every machine this runs on holds them.
    private static byte[] ToBlob(float[] vector) => MemoryMarshal.AsBytes<float>(vector).ToArray();

    private static VectorPoint Point(TrackId id, SqliteDataReader reader, int first) => new(
        id,
        MemoryMarshal.Cast<byte, float>(reader.GetFieldValue<byte[]>(first)).ToArray(),
        DescriptionColumns.Read(id, reader, first + 1),
        reader.MbidOrNull(first + 1 + DescriptionColumns.Names.Length));

    private Task RunAsync<T>(
        string sql, string[] parameters, IReadOnlyCollection<T> rows, Func<T, TrackId> id, Func<T, object?[]> values, CancellationToken cancellationToken) =>
        rows.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                connection =>
                {
                    using var statement = connection.Statement(sql, parameters);
                    foreach (var row in rows.OrderBy(id))
                        statement.Run(values(row));
                },
                cancellationToken);

    private bool Refresh(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rowid, spotify_id, {Selected} FROM vectors WHERE rowid > $last ORDER BY rowid";
        command.Parameters.AddWithValue("$last", lastRow);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var point = Point(reader.GetTrackId(1), reader, 2);
            if (point.Vector.Length > 0)
                points[point.Id] = point;
            else
                points.Remove(point.Id);
            lastRow = reader.GetInt64(0);
        }

        return true;
    }

    private IReadOnlyList<VectorHit> Nearest(VectorQuery query) =>
    [
        .. points.Values
            .Where(p => p.Id != query.Except && query.Filter?.Passes(p.Payload, p.Mbid is not null) != false)
            .Select(p => new VectorHit(p.Id, Cosine.Of(query.Vector, p.Vector, query.Weights), p.Vector, p.Payload, p.Mbid))
            .Where(hit => !double.IsNaN(hit.Score))
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id)
            .Take(query.Limit),
    ];
}
