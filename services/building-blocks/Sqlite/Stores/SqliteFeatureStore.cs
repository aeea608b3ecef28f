using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores.Tables;

namespace SpotifyPlatform.Sqlite.Stores;

/// <summary>One table a part, so that each topic writes its own and none waits for the others. Times are Unix milliseconds.</summary>
public sealed class SqliteFeatureStore(string path, TimeProvider clock, SqliteAccess access = SqliteAccess.ReadWrite) : IFeatureStore, IDisposable
{
    private const string Schema = $"""
        CREATE TABLE IF NOT EXISTS features(
            spotify_id BLOB PRIMARY KEY, tempo REAL, energy REAL, danceability REAL, valence REAL, acousticness REAL, instrumentalness REAL,
            speechiness REAL, liveness REAL, loudness REAL, key INTEGER, mode INTEGER, time_signature INTEGER, duration_ms INTEGER,
            origin INTEGER NOT NULL, origin_file BLOB, cached_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS descriptions(
            spotify_id BLOB PRIMARY KEY, {DescriptionColumns.Definition}, cached_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS mbids(spotify_id BLOB PRIMARY KEY, mbid BLOB NOT NULL, cached_at INTEGER NOT NULL) WITHOUT ROWID;
        {FileRevisions.Schema}
        """;

    private static readonly string[] FeatureColumns = [.. AudioFeatures.Names, "duration_ms"];

    private static readonly Upsert UpsertFeatures = new("features", [.. FeatureColumns, "origin", "origin_file"], "cached_at");
    private static readonly Upsert UpsertDescriptions = new("descriptions", DescriptionColumns.Names, "cached_at");
    private static readonly Upsert UpsertMbids = new("mbids", ["mbid"], "cached_at");

    private static readonly string Select = $"""
        SELECT f.spotify_id, {string.Join(',', FeatureColumns.Select(c => "f." + c))},
            f.origin, f.origin_file, f.cached_at, d.spotify_id, {string.Join(',', DescriptionColumns.Names.Select(c => "d." + c))}, m.mbid
        FROM (SELECT $id AS id)
            LEFT JOIN features f ON f.spotify_id = id LEFT JOIN descriptions d ON d.spotify_id = id LEFT JOIN mbids m ON m.spotify_id = id
        """;

    private readonly SqliteDatabase database = new(path, Schema, version: 3, access);

    public Task<bool> PutFeaturesAsync(IReadOnlyList<TrackFeatures> rows, FileRevision? revision, CancellationToken cancellationToken) =>
        PutAsync(UpsertFeatures, "features", revision, rows, row => row.Id, Values, cancellationToken);

    public Task<bool> PutDescriptionsAsync(IReadOnlyList<TrackDescription> rows, FileRevision? revision, CancellationToken cancellationToken) =>
        PutAsync(UpsertDescriptions, "catalogue", revision, rows, row => row.Id, DescriptionColumns.Values, cancellationToken);

    public Task PutMbidsAsync(IReadOnlyList<TrackMbid> rows, CancellationToken cancellationToken)
    {
        // The last word on each track: a match, or that there is none any more.
        var last = rows.GroupBy(row => row.Id, (_, words) => words.Last()).ToLookup(row => row.Mbid is null);
        return rows.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                connection =>
                {
                    Put(connection, UpsertMbids, last[false], row => row.Id, row => [row.Mbid?.ToBytes()]);
                    using var delete = connection.Statement("DELETE FROM mbids WHERE spotify_id = $id", "$id");
                    foreach (var row in last[true].OrderBy(row => row.Id))
                        delete.Run(row.Id.ToKey());
                },
                cancellationToken);
    }

    public Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Lookup(Select, ids, Profile), cancellationToken);

    public Task<long> CountFeaturesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Scalar<long>("SELECT count(*) FROM features"), cancellationToken);

    public void Dispose() => database.Dispose();

    private Task<bool> PutAsync<T>(
        Upsert upsert, string file, FileRevision? revision, IReadOnlyList<T> rows, Func<T, TrackId> id, Func<T, object?[]> values, CancellationToken cancellationToken) =>
        rows.Count == 0
            ? Task.FromResult(true)
            : database.WriteAsync(
                connection =>
                {
                    if (!FileRevisions.TryAdvance(connection, file, revision))
                        return false;
                    Put(connection, upsert, rows, id, values);
                    return true;
                },
                cancellationToken);

    private void Put<T>(SqliteConnection connection, Upsert upsert, IEnumerable<T> rows, Func<T, TrackId> id, Func<T, object?[]> values)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        upsert.Run(connection, rows.OrderBy(id).Select(row => (object?[])[id(row).ToKey(), .. values(row), now]));
    }

    private static object?[] Values(TrackFeatures row)
    {
        var f = row.Features;
        return
        [
            Number(f.Tempo), Number(f.Energy), Number(f.Danceability), Number(f.Valence), Number(f.Acousticness), Number(f.Instrumentalness),
            Number(f.Speechiness), Number(f.Liveness), Number(f.Loudness), f.Key, f.Mode, f.TimeSignature, f.DurationMs,
            (int)row.Provenance.Origin, row.Provenance.File is { } file ? Convert.FromHexString(file) : null,
        ];
    }

    // SQLite has no NaN; it is an absent value, as it is for the feature vector.
    private static double? Number(double? value) => value is { } v && double.IsNaN(v) ? null : value;

    private static TrackProfile? Profile(TrackId id, SqliteDataReader reader)
    {
        const int provenance = 14, description = provenance + 3;
        var mbid = reader.MbidOrNull(reader.FieldCount - 1);
        var hasFeatures = !reader.IsDBNull(0);
        var hasDescription = !reader.IsDBNull(description);
        if (!hasFeatures && !hasDescription && mbid is null)
            return null;
        return new TrackProfile(id, hasFeatures ? Features(reader) : null, hasDescription ? DescriptionColumns.Read(id, reader, description + 1) : null, mbid)
        {
            Provenance = hasFeatures ? Provenance(reader, provenance) : null,
            CachedAt = hasFeatures ? DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(provenance + 2)) : null,
        };
    }

    private static FeatureProvenance Provenance(SqliteDataReader reader, int first) => new(
        (FeatureOrigin)reader.GetInt32(first), reader.IsDBNull(first + 1) ? null : Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(first + 1)));

    private static AudioFeatures Features(SqliteDataReader r)
    {
        double? Real(int ordinal) => r.ValueOrNull<double>(ordinal);
        int? Integer(int ordinal) => r.ValueOrNull<int>(ordinal);
        return new AudioFeatures(
            Real(1), Real(2), Real(3), Real(4), Real(5), Real(6), Real(7), Real(8), Real(9), Integer(10), Integer(11), Integer(12), r.ValueOrNull<long>(13));
    }
}
