using Google.Protobuf;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Enrichment;

namespace SpotifyPlatform.Sqlite.Stores;

/// <summary>A row holds the message; names of artists are indexed.</summary>
public sealed class SqliteEnrichedRows : IEnrichedRows, IDisposable
{
    public static readonly SqliteSchema Schema = new("enriched.sqlite", Tables, Version: 1);

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS enriched_track(
            spotify_id BLOB PRIMARY KEY, fetched_at_ms INTEGER NOT NULL, message BLOB NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(spotify_id, fetched_at_ms, message)) STORED) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS enriched_artist(
            spotify_id BLOB PRIMARY KEY, fetched_at_ms INTEGER NOT NULL, message BLOB NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(spotify_id, fetched_at_ms, message)) STORED) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS enriched_artist_name(
            name TEXT NOT NULL, spotify_id BLOB NOT NULL, checksum INTEGER NOT NULL AS (row_checksum(name, spotify_id)) STORED,
            PRIMARY KEY(name, spotify_id)) WITHOUT ROWID;
        """;

    private const string Track = "enriched_track";
    private const string Artist = "enriched_artist";

    private readonly Lazy<SqliteDatabase> database;
    private readonly bool isOnlyWriter;

    /// <summary>Whether the tables may have rows: without any, as where no service asks the Web API, a look-up costs nothing.</summary>
    private volatile bool mayHaveRows;

    /// <param name="access">With <see cref="SqliteAccess.ReadOnly"/> the file is opened by the first question that needs it, so that others are answered where it is damaged.</param>
    /// <inheritdoc cref="SqliteDatabase(string, SqliteSchema, SqliteAccess, bool)" path="/exception"/>
    public SqliteEnrichedRows(string path, SqliteAccess access = SqliteAccess.ReadWrite)
    {
        database = new(() => new SqliteDatabase(path, Schema, access));
        isOnlyWriter = access == SqliteAccess.ReadWrite;
        if (isOnlyWriter)
            mayHaveRows = database.Value.Read(connection => connection.Scalar<long>($"SELECT EXISTS(SELECT 1 FROM {Track}) OR EXISTS(SELECT 1 FROM {Artist})")) > 0;
    }

    private bool HasRows => !isOnlyWriter || mayHaveRows;

    public async Task SaveAsync(IReadOnlyCollection<TrackEnriched> tracks, CancellationToken cancellationToken)
    {
        await database.Value.WriteAsync(
            connection =>
            {
                foreach (var track in tracks)
                {
                    var key = TrackId.Parse(track.TrackId).ToKey();
                    Put(connection, Track, key, EnrichedMerge.Merge(Find(connection, Track, key, TrackEnriched.Parser), track), row => row.FetchedAtMs);
                }
            },
            cancellationToken).ConfigureAwait(false);
        mayHaveRows = true;
    }

    public async Task SaveAsync(IReadOnlyCollection<ArtistEnriched> artists, CancellationToken cancellationToken)
    {
        await database.Value.WriteAsync(
            connection =>
            {
                foreach (var artist in artists)
                {
                    var key = ArtistId.Parse(artist.ArtistId).ToKey();
                    var merged = EnrichedMerge.Merge(Find(connection, Artist, key, ArtistEnriched.Parser), artist);
                    Put(connection, Artist, key, merged, row => row.FetchedAtMs);
                    foreach (var name in merged.RequestedNames.Append(merged.Name).Where(name => name.Length > 0).Distinct())
                        connection.Execute("INSERT OR IGNORE INTO enriched_artist_name VALUES ($name, $id)", ("$name", name), ("$id", key));
                }
            },
            cancellationToken).ConfigureAwait(false);
        mayHaveRows = true;
    }

    public Task<IReadOnlyList<WebApiTrack>> FindTracksAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        FindAsync(Track, ids.Select(id => id.ToKey()), TrackEnriched.Parser, message => message.ToRow(), cancellationToken);

    public Task<IReadOnlyList<WebApiArtist>> FindArtistsAsync(IReadOnlyCollection<ArtistId> ids, CancellationToken cancellationToken) =>
        FindAsync(Artist, ids.Select(id => id.ToKey()), ArtistEnriched.Parser, message => message.ToRow(), cancellationToken);

    public Task<IReadOnlyDictionary<string, WebApiArtist>> FindByNameAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new Dictionary<string, WebApiArtist>(StringComparer.Ordinal);
        if (!HasRows)
            return Task.FromResult<IReadOnlyDictionary<string, WebApiArtist>>(found);
        return Task.FromResult<IReadOnlyDictionary<string, WebApiArtist>>(database.Value.Read(connection =>
        {
            foreach (var name in names)
                if (connection.Scalar<byte[]>("SELECT min(spotify_id) FROM enriched_artist_name WHERE name = $name", ("$name", name)) is { } key
                    && Find(connection, Artist, key, ArtistEnriched.Parser) is { } artist)
                    found[name] = artist.ToRow();
            return found;
        }));
    }

    public void Dispose()
    {
        if (database.IsValueCreated)
            database.Value.Dispose();
    }

    private Task<IReadOnlyList<TRow>> FindAsync<T, TRow>(string table, IEnumerable<byte[]> keys, MessageParser<T> parser, Func<T, TRow> read, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<TRow>>(
            !HasRows ? [] : database.Value.Read(connection => keys.Select(key => Find(connection, table, key, parser)).OfType<T>().Select(read).ToList()));
    }

    private static T? Find<T>(SqliteConnection connection, string table, byte[] key, MessageParser<T> parser)
        where T : class, IMessage<T> =>
        connection.Query($"SELECT message FROM {table} WHERE spotify_id = $id", reader => parser.ParseFrom(reader.GetFieldValue<byte[]>(0)), ("$id", key)).FirstOrDefault();

    private static void Put<T>(SqliteConnection connection, string table, byte[] key, T row, Func<T, long> fetchedAtMs)
        where T : IMessage<T> => connection.Execute(
        $"INSERT INTO {table} VALUES ($id, $at, $message) ON CONFLICT DO UPDATE SET fetched_at_ms = excluded.fetched_at_ms, message = excluded.message",
        ("$id", key), ("$at", fetchedAtMs(row)), ("$message", row.ToByteArray()));
}
