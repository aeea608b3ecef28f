namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>
/// The views of the published file and of PostgreSQL: each insight over all time, most important line first, with hours beside
/// milliseconds. They read <c>insight_plays</c> and <c>insight_starts</c>.
/// </summary>
internal static class InsightViews
{
    private const string Hours = "ms_played / 3600000.0 AS hours";

    private static readonly (string View, InsightStatement Statement, string Columns)[] Views =
    [
        ("v_top_artists", InsightStatements.TopArtists, $"rank, artist_name, plays, ms_played, {Hours}, tracks, first_date, last_date"),
        ("v_top_tracks", InsightStatements.TopTracks, $"rank, track_name, artist_name, album_name, spotify_track_uri, plays, ms_played, {Hours}, albums, first_date, last_date"),
        ("v_top_albums", InsightStatements.TopAlbums, $"rank, album_name, artist_name, plays, ms_played, {Hours}, tracks, first_date, last_date"),
        ("v_over_time", InsightStatements.OverTime, $"start_date, plays, ms_played, {Hours}, artists, tracks, new_plays"),
        ("v_weekday_hour", InsightStatements.WeekdayHour, $"dow, hour, plays, ms_played, {Hours}"),
        ("v_calendar", InsightStatements.Calendar, $"date, plays, ms_played, {Hours}, streak_start, streak_day"),
        ("v_sessions", InsightStatements.Sessions, $"started_at_utc, ended_at_utc, minutes, plays, ms_played, {Hours}, artists, tracks"),
        ("v_discovery", InsightStatements.Discovery, "year_month, new_artists, new_tracks, plays, repeat_plays"),
        ("v_skips", InsightStatements.Skips, $"artist_name, starts, skips, completed, ms_played, {Hours}"),
        ("v_genres", InsightStatements.Genres, $"genre, plays, ms_played, {Hours}, artists"),
        ("v_release_years", InsightStatements.ReleaseYears, $"release_year, release_decade, plays, ms_played, {Hours}, tracks"),
        ("v_popularity", InsightStatements.Popularity, $"popularity_from, plays, ms_played, {Hours}, tracks, mean_popularity"),
    ];

    /// <summary>The names, those that others read first.</summary>
    public static IEnumerable<string> Names => [InsightStatements.Plays.Name, InsightStatements.Starts.Name, .. Views.Select(view => view.View)];

    /// <summary>
    /// Creates <c>insight_plays</c> as a table, as the published file has it: its joins cost more than most insights. The file is built
    /// anew at every change, so the table is never behind.
    /// </summary>
    public static string PlaysTable { get; } = $"CREATE TABLE {InsightStatements.Plays.Name} AS\n{InsightStatements.Plays.Sql}\nORDER BY date, play_id";

    /// <summary>Creates it as a view.</summary>
    public static string PlaysView { get; } = Create(InsightStatements.Plays.Name, InsightStatements.Plays.Sql);

    /// <summary>One CREATE VIEW for each other, in an order in which they can be run.</summary>
    public static IEnumerable<string> Definitions() =>
    [
        Create(InsightStatements.Starts.Name, InsightStatements.Starts.Sql),
        .. Views.Select(view => Create(view.View, $"SELECT {view.Columns} FROM (\n{view.Statement.WithoutParameters()}) AS insight")),
    ];

    private static string Create(string name, string query) => $"CREATE VIEW {name} AS\n{query}";
}
