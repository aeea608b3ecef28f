using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Sqlite.Tables;
using SpotifyPlatform.Storage.Sqlite.Vectors;

namespace SpotifyPlatform.Storage.Sqlite;

/// <summary>
/// Exact search: every point is scanned in memory, loaded on the first search. A changed point gets the next rowid, so each
/// search first reads the rows behind the last one it knows, whichever instance or process wrote them. Rows are never deleted.
/// </summary>
public sealed class SqliteVectorIndex(string path) : IVectorIndex, IDisposable
{
    private const string Schema = $"""
        CREATE TABLE IF NOT EXISTS vectors(spotify_id BLOB NOT NULL PRIMARY KEY, vector BLOB NOT NULL, {DescriptionColumns.Definition}, mbid BLOB);
        """;

    private static readonly string[] Columns = ["spotify_id", "vector", .. DescriptionColumns.Names, "mbid"];
    private static readonly string[] Parameters = [.. Columns.Select(c => $"${c}")];

    // The new rowid is computed before the replaced row goes, so it is above every rowid there ever was.
    private static readonly string Upsert = $"""
        INSERT OR REPLACE INTO vectors(rowid, {string.Join(',', Columns)})
        SELECT (SELECT coalesce(max(rowid), 0) + 1 FROM vectors), {string.Join(',', Parameters)}
        WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE {string.Join(" AND ", Columns.Select(c => $"{c} IS ${c}"))})
        """;

    private static readonly string SelectPayload = $"SELECT {string.Join(',', DescriptionColumns.Names)}, mbid FROM vectors WHERE spotify_id = $id";

    private readonly SqliteDatabase database = new(path, Schema);
    private readonly VectorMemory memory = new();
    private readonly ReaderWriterLockSlim access = new();
    private long lastRow;

    public Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        if (points.FirstOrDefault(p => !IsVector(p.Vector)) is { } wrong)
            throw new ArgumentException($"The vector of {wrong.Id} is not {FeatureVector.Dimensions} finite numbers.", nameof(points));
        return points.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                connection =>
                {
                    using var statement = connection.Statement(Upsert, Parameters);
                    foreach (var point in points.OrderBy(p => p.Id))
                        statement.Run([point.Id.ToKey(), ToBlob(point.Vector), .. DescriptionColumns.Values(point.Payload), point.Mbid?.ToBytes()]);
                },
                cancellationToken);
    }

    public Task<IReadOnlyList<VectorHit>> SearchAsync(float[] query, int limit, TrackId? except, CancellationToken cancellationToken)
    {
        if (!IsVector(query))
            throw new ArgumentException($"A query is {FeatureVector.Dimensions} finite numbers.", nameof(query));
        cancellationToken.ThrowIfCancellationRequested();
        database.Read(connection =>
        {
            Refresh(connection);
            return true;
        });
        var nearest = Scan(query, limit, except);

        // Another view than the refresh's, so that a point added in between has its row.
        return database.ReadAsync(connection => Hits(connection, nearest), cancellationToken);
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Scalar<long>("SELECT count(*) FROM vectors"), cancellationToken);

    public void Dispose()
    {
        database.Dispose();
        access.Dispose();
    }

    private static bool IsVector(float[] vector) => vector.Length == FeatureVector.Dimensions && vector.All(float.IsFinite);

    // Little-endian float32, as every machine this runs on holds them.
    private static byte[] ToBlob(float[] vector) => MemoryMarshal.AsBytes<float>(vector).ToArray();

    private void Refresh(SqliteConnection connection)
    {
        if (connection.Scalar<long>("SELECT max(rowid) FROM vectors") <= Volatile.Read(ref lastRow))
            return;
        access.EnterWriteLock();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT rowid, spotify_id, vector FROM vectors WHERE rowid > $last ORDER BY rowid";
            command.Parameters.AddWithValue("$last", lastRow);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                memory.Put(reader.GetTrackId(1), MemoryMarshal.Cast<byte, float>(reader.GetFieldValue<byte[]>(2)));
                Volatile.Write(ref lastRow, reader.GetInt64(0));
            }
        }
        finally
        {
            access.ExitWriteLock();
        }
    }

    private IReadOnlyList<ScoredTrack> Scan(float[] query, int limit, TrackId? except)
    {
        access.EnterReadLock();
        try
        {
            return memory.Nearest(query, limit, except);
        }
        finally
        {
            access.ExitReadLock();
        }
    }

    private static IReadOnlyList<VectorHit> Hits(SqliteConnection connection, IReadOnlyList<ScoredTrack> nearest)
    {
        var scores = nearest.ToDictionary(n => n.Id, n => n.Score);
        var hits = connection.Lookup(
            SelectPayload,
            scores.Keys,
            (id, reader) => new VectorHit(id, scores[id], DescriptionColumns.Read(id, reader, 0), reader.MbidOrNull(DescriptionColumns.Names.Length)));
        return [.. hits.OrderByDescending(h => h.Score).ThenBy(h => h.Id)];
    }
}
