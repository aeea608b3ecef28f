using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores.Tables;

namespace SpotifyPlatform.Sqlite.Stores;

/// <summary>
/// Pairs by the lower track, and beside them each track's partners by rank: its best are one short read. Input in the order
/// (A, B) is fastest.
/// </summary>
public sealed class SqlitePairStore(string path, SqliteAccess access = SqliteAccess.ReadWrite) : IPairStore, IDisposable
{
    private const int Version = 2;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS pairs(
            track_a BLOB NOT NULL, track_b BLOB NOT NULL, cooccurrence_count INTEGER NOT NULL, count_a INTEGER NOT NULL, count_b INTEGER NOT NULL,
            pmi_score REAL NOT NULL, jaccard_score REAL NOT NULL, PRIMARY KEY(track_a, track_b)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS pairs_by_track(
            track BLOB NOT NULL, rank INTEGER NOT NULL, other BLOB NOT NULL, PRIMARY KEY(track, rank)) WITHOUT ROWID;
        """;

    /// <summary>Sorted once, by a sort that may spill to a file, and inserted in that order. The score is that of <see cref="PairScore.Rank"/>.</summary>
    private const string Rank = """
        INSERT INTO pairs_by_track
        SELECT track, row_number() OVER (PARTITION BY track ORDER BY score DESC, cooccurrence_count DESC, other), other FROM (
            SELECT track_a AS track, track_b AS other, cooccurrence_count, 0.6 * min(max((pmi_score + 5) / 15, 0), 1) + 0.4 * jaccard_score AS score FROM pairs
            UNION ALL
            SELECT track_b, track_a, cooccurrence_count, 0.6 * min(max((pmi_score + 5) / 15, 0), 1) + 0.4 * jaccard_score FROM pairs)
        """;

    private const string SelectTop = """
        SELECT p.* FROM pairs_by_track t JOIN pairs p ON p.track_a = min(t.track, t.other) AND p.track_b = max(t.track, t.other)
        WHERE t.track = $track AND t.rank <= $limit ORDER BY t.rank
        """;

    // Pairs held in memory at a time, sorted before they are inserted.
    private const int Chunk = 65_536;

    private readonly SqliteDatabase database = new(path, Schema, Version, access);

    public Task ReplaceAllAsync(IEnumerable<TrackPair> pairs, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Replace(connection, pairs, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<TrackPair>> TopAsync(TrackId track, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TrackPair>>(
            connection => connection.Query(SelectTop, Pair, ("$track", track.ToKey()), ("$limit", limit)), cancellationToken);

    public Task<TrackPair?> FindAsync(TrackId first, TrackId second, CancellationToken cancellationToken)
    {
        var (a, b) = first < second ? (first, second) : (second, first);
        return database.ReadAsync(
            connection => connection
                .Query("SELECT * FROM pairs WHERE track_a = $a AND track_b = $b", Pair, ("$a", a.ToKey()), ("$b", b.ToKey())).SingleOrDefault(),
            cancellationToken);
    }

    public Task ReadAllAsync(Action<TrackPair> visit, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT * FROM pairs ORDER BY track_a, track_b";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                visit(Pair(reader));
            }

            return true;
        },
        cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Scalar<long>("SELECT count(*) FROM pairs"), cancellationToken);

    public void Dispose() => database.Dispose();

    private static void Replace(SqliteConnection connection, IEnumerable<TrackPair> pairs, CancellationToken cancellationToken)
    {
        connection.Execute("PRAGMA temp_store=FILE; DELETE FROM pairs_by_track; DELETE FROM pairs");
        using (var insert = new PairInsert(connection))
        {
            foreach (var chunk in pairs.Chunk(Chunk))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!IsSorted(chunk))
                    Array.Sort(chunk, Compare);
                foreach (var pair in chunk)
                    insert.Run(pair);
            }
        }

        connection.Execute(Rank);
    }

    private static bool IsSorted(TrackPair[] pairs)
    {
        for (var i = 1; i < pairs.Length; i++)
            if (Compare(pairs[i - 1], pairs[i]) > 0)
                return false;
        return true;
    }

    private static int Compare(TrackPair x, TrackPair y) => x.A == y.A ? x.B.CompareTo(y.B) : x.A.CompareTo(y.A);

    private static TrackPair Pair(SqliteDataReader reader) => new(
        reader.GetTrackId(0), reader.GetTrackId(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetDouble(5), reader.GetDouble(6));
}
