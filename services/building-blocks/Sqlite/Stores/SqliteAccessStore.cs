using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores.Tables;

namespace SpotifyPlatform.Sqlite.Stores;

/// <summary>Counts and each producer's last sequence change in one transaction, which is what makes a repetition harmless. Times are Unix milliseconds.</summary>
public sealed class SqliteAccessStore(string path, TimeProvider clock, SqliteAccess access = SqliteAccess.ReadWrite) : IAccessStore, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS access_log(
            spotify_id BLOB PRIMARY KEY, access_count INTEGER NOT NULL, last_accessed INTEGER NOT NULL, vectorized INTEGER NOT NULL DEFAULT 0,
            promoted_at INTEGER) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS access_log_candidates ON access_log(access_count DESC, spotify_id) WHERE vectorized = 0;
        CREATE TABLE IF NOT EXISTS producers(producer BLOB PRIMARY KEY, last_sequence INTEGER NOT NULL, seen_at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private const string Select = "SELECT spotify_id, access_count, last_accessed, promoted_at FROM access_log";

    private const string Advance = """
        INSERT INTO producers VALUES ($producer, $sequence, $now)
        ON CONFLICT DO UPDATE SET last_sequence = excluded.last_sequence, seen_at = excluded.seen_at WHERE last_sequence < excluded.last_sequence
        """;

    private const string Count = """
        INSERT INTO access_log(spotify_id, access_count, last_accessed) VALUES ($id, $count, $last)
        ON CONFLICT DO UPDATE SET access_count = access_count + excluded.access_count, last_accessed = max(last_accessed, excluded.last_accessed)
        """;

    private readonly SqliteDatabase database = new(path, Schema, access: access);

    public Task AddAsync(AccessBatch batch, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var advance = connection.Statement(Advance, "$producer", "$sequence", "$now");
            if (advance.Run(batch.Producer.ToByteArray(bigEndian: true), batch.Sequence, Now()) == 0)
                return;
            using var count = connection.Statement(Count, "$id", "$count", "$last");
            foreach (var track in batch.Tracks.OrderBy(track => track.Id))
                count.Run(track.Id.ToKey(), track.Count, track.LastAccessed.ToUnixTimeMilliseconds());
        },
        cancellationToken);

    public Task<IReadOnlyList<TrackAccess>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Lookup($"{Select} WHERE spotify_id = $id", ids, (_, reader) => Access(reader)), cancellationToken);

    public Task<IReadOnlyList<TrackAccess>> CandidatesAsync(long minAccesses, TrackAccess? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TrackAccess>>(
            connection => connection.Query(
                $"""
                {Select}
                WHERE vectorized = 0 AND access_count >= $min AND access_count <= $count AND (access_count < $count OR spotify_id > $id)
                ORDER BY access_count DESC, spotify_id LIMIT $limit
                """,
                Access, ("$min", minAccesses), ("$count", after?.Count ?? long.MaxValue), ("$id", after?.Id.ToKey() ?? []), ("$limit", limit)),
            cancellationToken);

    public Task<IReadOnlyList<TrackId>> PromotedAsync(TrackId? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TrackId>>(
            connection => connection.Query(
                "SELECT spotify_id FROM access_log WHERE vectorized = 1 AND spotify_id > $after ORDER BY spotify_id LIMIT $limit",
                reader => reader.GetTrackId(0), ("$after", after?.ToKey() ?? []), ("$limit", limit)),
            cancellationToken);

    public Task MarkPromotedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var mark = connection.Statement(
                "UPDATE access_log SET vectorized = 1, promoted_at = $now WHERE spotify_id = $id AND vectorized = 0", "$id", "$now");
            foreach (var id in ids.Order())
                mark.Run(id.ToKey(), Now());
        },
        cancellationToken);

    public void Dispose() => database.Dispose();

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static TrackAccess Access(SqliteDataReader reader) =>
        new(reader.GetTrackId(0), reader.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)))
        {
            PromotedAt = reader.ValueOrNull<long>(3) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        };
}
