namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>The tables of the published file, in what DuckDB and PostgreSQL share.</summary>
internal static class PublishedSchema
{
    /// <summary>Changes with every change of tables, views or rules, so that older files are built again.</summary>
    public const int Version = 4;

    private const string PlayColumns = """
        play_id BIGINT NOT NULL, account VARCHAR NOT NULL, ts_utc TIMESTAMP NOT NULL, date DATE NOT NULL, year SMALLINT NOT NULL, month SMALLINT NOT NULL,
        year_month VARCHAR NOT NULL, dow SMALLINT NOT NULL, hour SMALLINT NOT NULL, started_at_utc TIMESTAMP NOT NULL, ms_played BIGINT NOT NULL,
        track_name VARCHAR, artist_name VARCHAR, album_name VARCHAR, spotify_track_uri VARCHAR, content_kind VARCHAR NOT NULL, platform VARCHAR,
        conn_country VARCHAR, reason_start VARCHAR, reason_end VARCHAR, shuffle BOOLEAN, skipped BOOLEAN NOT NULL, offline BOOLEAN, incognito_mode BOOLEAN,
        suspected_duplicate BOOLEAN NOT NULL, source VARCHAR NOT NULL, import_id BIGINT NOT NULL
        """;

    private static readonly string PlayNames = string.Join(", ", PlayColumns.Split(',').Select(column => column.Trim().Split(' ')[0]));

    /// <summary>Every row of every import with its outcome.</summary>
    public static PublishedTable Rows { get; } = new("listening_rows", PlayColumns + ", outcome VARCHAR NOT NULL", []);

    /// <summary>The rows that count as plays.</summary>
    public static PublishedTable Plays { get; } = new("plays", PlayColumns, ["ts_utc", "artist_name", "spotify_track_uri"]);

    /// <summary>Every table with its columns, in the order in which they are filled.</summary>
    public static IReadOnlyList<PublishedTable> Tables { get; } =
    [
        Rows,
        Plays,
        new("tracks", """
            spotify_track_uri VARCHAR NOT NULL, track_id VARCHAR NOT NULL, track_name VARCHAR, artist_name VARCHAR, album_name VARCHAR, isrc VARCHAR,
            recording_mbid VARCHAR, recording VARCHAR NOT NULL, release_date VARCHAR, release_year SMALLINT, release_decade SMALLINT, popularity SMALLINT,
            explicit BOOLEAN, duration_ms BIGINT
            """, ["spotify_track_uri", "recording"]),
        new("artists", """
            artist_name VARCHAR NOT NULL, artist_id VARCHAR, genres VARCHAR NOT NULL, popularity SMALLINT, followers BIGINT
            """, ["artist_name"]),
        new("audio_features", """
            spotify_track_uri VARCHAR NOT NULL, track_id VARCHAR NOT NULL, tempo DOUBLE PRECISION, energy DOUBLE PRECISION, danceability DOUBLE PRECISION,
            valence DOUBLE PRECISION, acousticness DOUBLE PRECISION, instrumentalness DOUBLE PRECISION, speechiness DOUBLE PRECISION,
            liveness DOUBLE PRECISION, loudness DOUBLE PRECISION, key SMALLINT, mode SMALLINT, time_signature SMALLINT, duration_ms BIGINT
            """, ["spotify_track_uri"]),
        new("exclusions", "kind VARCHAR NOT NULL, value VARCHAR NOT NULL", []),
        new("publication", """
            account VARCHAR NOT NULL, revision BIGINT NOT NULL, published_at TIMESTAMP NOT NULL, schema_version INTEGER NOT NULL, time_zone VARCHAR NOT NULL,
            min_play_ms BIGINT NOT NULL, counts_short_tracks BOOLEAN NOT NULL, dates_by_start BOOLEAN NOT NULL
            """, []),
    ];

    /// <summary>Fills the table <c>plays</c> of a schema from its <c>listening_rows</c>.</summary>
    /// <param name="where">A condition for the rows that are taken.</param>
    public static string FillPlays(string schema, string where) =>
        $"INSERT INTO {schema}.plays SELECT {PlayNames} FROM {schema}.listening_rows WHERE outcome = 'play' AND {where}";
}

/// <param name="Columns">Names and types as CREATE TABLE writes them.</param>
/// <param name="Indexed">Columns with an index of their own.</param>
internal sealed record PublishedTable(string Name, string Columns, IReadOnlyList<string> Indexed)
{
    /// <param name="schema">Where the table is created.</param>
    public string Create(string schema) => $"CREATE TABLE {schema}.{Name} ({Columns})";

    public IEnumerable<string> CreateIndexes(string schema) => Indexed.Select(column => $"CREATE INDEX {Name}_{column} ON {schema}.{Name} ({column})");
}
