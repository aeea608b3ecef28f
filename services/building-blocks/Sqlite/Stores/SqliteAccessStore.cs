using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores.Tables;

namespace SpotifyPlatform.Sqlite.Stores;

/// <summary>
/// A row for each producer and track holds the highest count; the sum of a track changes in the same transaction, so that candidates
/// are found by an index. Times are Unix milliseconds.
/// </summary>
public sealed class SqliteAccessStore : IAccessStore, IDisposable
{
    public static readonly SqliteSchema Schema = new("access.sqlite", Tables, Version: 2);

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS access_log(
            spotify_id BLOB PRIMARY KEY, access_count INTEGER NOT NULL, last_accessed INTEGER NOT NULL, vectorized INTEGER NOT NULL DEFAULT 0,
            promoted_at INTEGER,
            checksum INTEGER NOT NULL AS (row_checksum(spotify_id, access_count, last_accessed, vectorized, promoted_at)) STORED) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS access_log_candidates ON access_log(access_count DESC, spotify_id) WHERE vectorized = 0;
        CREATE TABLE IF NOT EXISTS access_counts(
            spotify_id BLOB NOT NULL, producer BLOB NOT NULL, access_count INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(spotify_id, producer, access_count)) STORED,
            PRIMARY KEY (spotify_id, producer)) WITHOUT ROWID;
        """;

    private const string Select = "SELECT spotify_id, access_count, last_accessed, promoted_at FROM access_log";

    private const string Counted = "SELECT access_count FROM access_counts WHERE spotify_id = $id AND producer = $producer";

    private const string Raise = """
        INSERT INTO access_counts VALUES ($id, $producer, $count)
        ON CONFLICT DO UPDATE SET access_count = excluded.access_count
        """;

    private const string Sum = """
        INSERT INTO access_log(spotify_id, access_count, last_accessed) VALUES ($id, $more, $last)
        ON CONFLICT DO UPDATE SET access_count = access_count + excluded.access_count, last_accessed = max(last_accessed, excluded.last_accessed)
        """;

    private readonly TimeProvider clock;
    private readonly Lazy<SqliteDatabase> database;

    /// <param name="access">With <see cref="SqliteAccess.ReadOnly"/> the file is opened by the first question that needs it, so that others are answered where it is damaged.</param>
    /// <inheritdoc cref="SqliteDatabase(string, SqliteSchema, SqliteAccess, bool)" path="/exception"/>
    public SqliteAccessStore(string path, TimeProvider clock, SqliteAccess access = SqliteAccess.ReadWrite)
    {
        this.clock = clock;
        database = new(() => new SqliteDatabase(path, Schema, access));
        if (access == SqliteAccess.ReadWrite)
            _ = database.Value;
    }

    public Task MergeAsync(AccessCounts counts, CancellationToken cancellationToken) => database.Value.WriteAsync(
        connection =>
        {
            var producer = counts.Producer.ToByteArray(bigEndian: true);
            using var raise = connection.Statement(Raise, "$id", "$producer", "$count");
            using var sum = connection.Statement(Sum, "$id", "$more", "$last");
            foreach (var track in counts.Tracks.OrderBy(track => track.Id))
            {
                var id = track.Id.ToKey();
                var counted = connection.Query(Counted, reader => reader.GetInt64(0), ("$id", id), ("$producer", producer)).FirstOrDefault();
                if (track.Count > counted)
                    raise.Run(id, producer, track.Count);
                sum.Run(id, Math.Max(0, track.Count - counted), track.LastAccessed.ToUnixTimeMilliseconds());
            }
        },
        cancellationToken);

    public Task<IReadOnlyList<TrackAccess>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        database.Value.ReadAsync(connection => connection.Lookup($"{Select} WHERE spotify_id = $id", ids, (_, reader) => Access(reader)), cancellationToken);

    public Task<IReadOnlyList<TrackAccess>> CandidatesAsync(long minAccesses, TrackAccess? after, int limit, CancellationToken cancellationToken) =>
        database.Value.ReadAsync<IReadOnlyList<TrackAccess>>(
            connection => connection.Query(
                $"""
                {Select}
                WHERE vectorized = 0 AND access_count >= $min AND access_count <= $count AND (access_count < $count OR spotify_id > $id)
                ORDER BY access_count DESC, spotify_id LIMIT $limit
                """,
                Access, ("$min", minAccesses), ("$count", after?.Count ?? long.MaxValue), ("$id", after?.Id.ToKey() ?? []), ("$limit", limit)),
            cancellationToken);

    public Task<IReadOnlyList<TrackId>> PromotedAsync(TrackId? after, int limit, CancellationToken cancellationToken) =>
        database.Value.ReadAsync<IReadOnlyList<TrackId>>(
            connection => connection.Query(
                "SELECT spotify_id FROM access_log WHERE vectorized = 1 AND spotify_id > $after ORDER BY spotify_id LIMIT $limit",
                reader => reader.GetTrackId(0), ("$after", after?.ToKey() ?? []), ("$limit", limit)),
            cancellationToken);

    public Task MarkPromotedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => database.Value.WriteAsync(
        connection =>
        {
            using var mark = connection.Statement(
                """
                INSERT INTO access_log VALUES ($id, 0, 0, 1, $now)
                ON CONFLICT DO UPDATE SET vectorized = 1, promoted_at = excluded.promoted_at WHERE vectorized = 0
                """,
                "$id", "$now");
            foreach (var id in ids.Order())
                mark.Run(id.ToKey(), Now());
        },
        cancellationToken);

    public void Dispose()
    {
        if (database.IsValueCreated)
            database.Value.Dispose();
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static TrackAccess Access(SqliteDataReader reader) =>
        new(reader.GetTrackId(0), reader.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)))
        {
            PromotedAt = reader.ValueOrNull<long>(3) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        };
}
