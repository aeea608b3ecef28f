using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores.Tables;

namespace SpotifyPlatform.Sqlite.Stores;

/// <summary>Neighbours clustered by seed, in the order of their ranks; a seed's row says that and when it was computed.</summary>
public sealed class SqliteNeighbourStore(string path, TimeProvider clock, SqliteAccess access = SqliteAccess.ReadWrite) : INeighbourStore, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS precomputed_seeds(seed BLOB PRIMARY KEY, computed_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS precomputed_similar(
            seed BLOB NOT NULL, similar BLOB NOT NULL, score REAL NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY(seed, rank)) WITHOUT ROWID;
        """;

    private readonly SqliteDatabase database = new(path, Schema, access: access);

    public Task PutAsync(IReadOnlyList<SeedNeighbours> seeds, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            using var computed = connection.Statement("INSERT OR REPLACE INTO precomputed_seeds VALUES ($seed, $now)", "$seed", "$now");
            using var clear = connection.Statement("DELETE FROM precomputed_similar WHERE seed = $seed", "$seed");
            using var insert = connection.Statement("INSERT INTO precomputed_similar VALUES ($seed, $similar, $score, $rank)", "$seed", "$similar", "$score", "$rank");
            foreach (var list in seeds.OrderBy(list => list.Seed))
            {
                var seed = list.Seed.ToKey();
                computed.Run(seed, now);
                clear.Run(seed);
                for (var i = 0; i < list.Neighbours.Count; i++)
                    insert.Run(seed, list.Neighbours[i].Id.ToKey(), list.Neighbours[i].Score, i + 1);
            }
        },
        cancellationToken);

    public Task<SeedNeighbours?> GetAsync(TrackId seed, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Scalar<long?>("SELECT computed_at FROM precomputed_seeds WHERE seed = $seed", ("$seed", seed.ToKey())) is { } at
            ? new SeedNeighbours(seed, connection.Query(
                "SELECT similar, score FROM precomputed_similar WHERE seed = $seed ORDER BY rank",
                reader => new Neighbour(reader.GetTrackId(0), reader.GetDouble(1)), ("$seed", seed.ToKey())))
            {
                ComputedAt = DateTimeOffset.FromUnixTimeMilliseconds(at),
            }
            : null,
        cancellationToken);

    public Task<IReadOnlySet<TrackId>> ComputedSinceAsync(DateTimeOffset since, IReadOnlyCollection<TrackId> seeds, CancellationToken cancellationToken)
    {
        // Times are stored in whole milliseconds, downwards.
        var from = since.ToUnixTimeMilliseconds();
        return database.ReadAsync<IReadOnlySet<TrackId>>(
            connection => connection.Lookup(
                "SELECT computed_at FROM precomputed_seeds WHERE seed = $id", seeds, (id, reader) => reader.GetInt64(0) >= from ? new Found(id) : null)
                .Select(found => found.Id).ToHashSet(),
            cancellationToken);
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Scalar<long>("SELECT count(*) FROM precomputed_seeds"), cancellationToken);

    public void Dispose() => database.Dispose();

    private sealed record Found(TrackId Id);
}
