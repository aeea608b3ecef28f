namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>Every insight's SQL.</summary>
internal static class InsightStatements
{
    public static readonly InsightStatement Plays = InsightStatement.Load("insight_plays");
    public static readonly InsightStatement Starts = InsightStatement.Load("insight_starts");
    public static readonly InsightStatement Summary = InsightStatement.Load("summary");
    public static readonly InsightStatement TopArtists = InsightStatement.Load("top_artists");
    public static readonly InsightStatement TopTracks = InsightStatement.Load("top_tracks");
    public static readonly InsightStatement TopAlbums = InsightStatement.Load("top_albums");
    public static readonly InsightStatement OverTime = InsightStatement.Load("over_time");
    public static readonly InsightStatement WeekdayHour = InsightStatement.Load("weekday_hour");
    public static readonly InsightStatement Calendar = InsightStatement.Load("calendar");
    public static readonly InsightStatement Genres = InsightStatement.Load("genres");
    public static readonly InsightStatement ReleaseYears = InsightStatement.Load("release_years");
    public static readonly InsightStatement Popularity = InsightStatement.Load("popularity");
    public static readonly InsightStatement Sessions = InsightStatement.Load("sessions");
    public static readonly InsightStatement SessionLengths = InsightStatement.Load("session_lengths");
    public static readonly InsightStatement Discovery = InsightStatement.Load("discovery");
    public static readonly InsightStatement Skips = InsightStatement.Load("skips");
    public static readonly InsightStatement SkipReasons = InsightStatement.Load("skip_reasons");

    /// <summary>The ones that answer requests; <see cref="Plays"/> and <see cref="Starts"/> are the views that they read.</summary>
    public static IReadOnlyList<InsightStatement> Questions { get; } =
    [
        Summary, TopArtists, TopTracks, TopAlbums, OverTime, WeekdayHour, Calendar, Genres, ReleaseYears, Popularity, Sessions, SessionLengths,
        Discovery, Skips, SkipReasons,
    ];
}
