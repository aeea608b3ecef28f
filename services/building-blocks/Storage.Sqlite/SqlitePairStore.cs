using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Sqlite.Tables;

namespace SpotifyPlatform.Storage.Sqlite;

/// <summary>Pairs clustered by the lower track, with an index by the higher one. Input in the order (A, B) is fastest.</summary>
public sealed class SqlitePairStore(string path) : IPairStore, IDisposable
{
    private const string CreateIndex = "CREATE INDEX IF NOT EXISTS pairs_by_track_b ON pairs(track_b);";

    private const string Schema = $"""
        CREATE TABLE IF NOT EXISTS pairs(
            track_a BLOB NOT NULL, track_b BLOB NOT NULL, cooccurrence_count INTEGER NOT NULL, count_a INTEGER NOT NULL, count_b INTEGER NOT NULL,
            pmi_score REAL NOT NULL, jaccard_score REAL NOT NULL, PRIMARY KEY(track_a, track_b)) WITHOUT ROWID;
        {CreateIndex}
        """;

    // Pairs held in memory at a time, sorted before they are inserted.
    private const int Chunk = 65_536;

    private static readonly string[] Parameters = ["$a", "$b", "$count", "$count_a", "$count_b", "$pmi", "$jaccard"];

    private readonly SqliteDatabase database = new(path, Schema);

    public Task ReplaceAllAsync(IEnumerable<TrackPair> pairs, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Replace(connection, pairs, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<TrackPair>> TopAsync(TrackId track, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TrackPair>>(
            connection => connection
                .Query("SELECT * FROM pairs WHERE track_a = $track UNION ALL SELECT * FROM pairs WHERE track_b = $track", Pair, ("$track", track.ToKey()))
                .OrderByDescending(pair => pair.Score).ThenByDescending(pair => pair.Count).ThenBy(pair => pair.Other(track))
                .Take(limit)
                .ToList(),
            cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Scalar<long>("SELECT count(*) FROM pairs"), cancellationToken);

    public void Dispose() => database.Dispose();

    private static void Replace(SqliteConnection connection, IEnumerable<TrackPair> pairs, CancellationToken cancellationToken)
    {
        // The index is built at the end from sorted rows, and the sort may spill to a file: memory stays bounded.
        connection.Execute("PRAGMA temp_store=FILE; DROP INDEX pairs_by_track_b; DELETE FROM pairs");
        using (var insert = connection.Statement($"INSERT INTO pairs VALUES ({string.Join(',', Parameters)})", Parameters))
        {
            foreach (var chunk in pairs.Chunk(Chunk))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Array.Sort(chunk, static (x, y) => x.A == y.A ? x.B.CompareTo(y.B) : x.A.CompareTo(y.A));
                foreach (var pair in chunk)
                    Insert(insert, pair);
            }
        }

        connection.Execute(CreateIndex);
    }

    private static void Insert(SqliteStatement insert, TrackPair pair)
    {
        if (pair.A >= pair.B)
            throw new ArgumentException($"A pair has the lower track first: {pair.A}, {pair.B} is not one.");
        insert.Run(pair.A.ToKey(), pair.B.ToKey(), pair.Count, pair.CountA, pair.CountB, pair.Pmi, pair.Jaccard);
    }

    private static TrackPair Pair(SqliteDataReader reader) => new(
        reader.GetTrackId(0), reader.GetTrackId(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetDouble(5), reader.GetDouble(6));
}
