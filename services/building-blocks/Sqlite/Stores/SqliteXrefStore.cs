using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores.Tables;

namespace SpotifyPlatform.Sqlite.Stores;

/// <summary>Times are Unix milliseconds.</summary>
public sealed class SqliteXrefStore(string path, TimeProvider clock, SqliteAccess access = SqliteAccess.ReadWrite) : IXrefStore, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS xref(
            spotify_id BLOB PRIMARY KEY, isrc TEXT, mbid BLOB, match_confidence REAL NOT NULL, match_method TEXT NOT NULL,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS xref_by_isrc ON xref(isrc) WHERE isrc IS NOT NULL;
        CREATE INDEX IF NOT EXISTS xref_by_mbid ON xref(mbid) WHERE mbid IS NOT NULL;
        """;

    private const string Select = "SELECT spotify_id, isrc, mbid, match_confidence, match_method FROM xref";

    private static readonly Upsert Upsert =
        new("xref", ["isrc", "mbid", "match_confidence", "match_method"], changedAt: "updated_at", createdAt: "created_at");

    private readonly SqliteDatabase database = new(path, Schema, access: access);

    public Task PutAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken)
    {
        if (matches.Count == 0)
            return Task.CompletedTask;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            connection => Upsert.Run(
                connection,
                matches.OrderBy(m => m.Id).Select(m => (object?[])[m.Id.ToKey(), m.Isrc?.Code, m.Mbid?.ToBytes(), m.Confidence, m.Method.Name(), now])),
            cancellationToken);
    }

    public Task<IReadOnlyList<TrackMatch>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Lookup($"{Select} WHERE spotify_id = $id", ids, (_, reader) => Match(reader)), cancellationToken);

    public Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken) =>
        FindAsync($"{Select} WHERE isrc = $value ORDER BY spotify_id", isrc.Code, cancellationToken);

    public Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken) =>
        FindAsync($"{Select} WHERE mbid = $value ORDER BY spotify_id", mbid.ToBytes(), cancellationToken);

    public async Task<IReadOnlyDictionary<MatchMethod, long>> CountByMethodAsync(CancellationToken cancellationToken)
    {
        var counted = await database.ReadAsync(
            connection => connection.Query(
                "SELECT match_method, count(*) FROM xref GROUP BY match_method",
                reader => (Method: MatchMethods.Parse(reader.GetString(0)), Count: reader.GetInt64(1))),
            cancellationToken).ConfigureAwait(false);
        return Enum.GetValues<MatchMethod>().ToDictionary(m => m, m => counted.Where(c => c.Method == m).Sum(c => c.Count));
    }

    public void Dispose() => database.Dispose();

    private Task<IReadOnlyList<TrackMatch>> FindAsync(string sql, object value, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TrackMatch>>(connection => connection.Query(sql, Match, ("$value", value)), cancellationToken);

    private static TrackMatch Match(SqliteDataReader reader) => new(
        reader.GetTrackId(0), reader.IsrcOrNull(1), reader.MbidOrNull(2), reader.GetDouble(3), MatchMethods.Parse(reader.GetString(4)));
}
