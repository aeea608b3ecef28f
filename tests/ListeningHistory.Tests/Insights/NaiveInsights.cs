using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Publishing;

namespace SpotifyPlatform.ListeningHistory.Tests.Insights;

/// <summary>Every insight once more, by loops over rows in memory and without SQL.</summary>
internal sealed class NaiveInsights(List<NaivePlay> all, DateOnly from, DateOnly to)
{
    private readonly List<NaivePlay> plays = [.. all.Where(play => play.Date >= from && play.Date <= to)];

    public Summary Summary() => new()
    {
        Plays = plays.Count,
        MsPlayed = Ms(plays),
        Artists = Distinct(plays, play => play.Row.ArtistName),
        Tracks = Distinct(plays, play => play.Recording),
        Albums = Distinct(plays, play => play.Row.ArtistName + "\n" + play.Row.AlbumName),
        NewArtists = all.GroupBy(play => play.Row.ArtistName).Count(artist => artist.Min(play => play.Date) is var first && first >= from && first <= to),
        NewTracks = all.GroupBy(play => play.Recording).Count(track => track.Min(play => play.Date) is var first && first >= from && first <= to),
        Days = Distinct(plays, play => play.Date),
    };

    public List<TopArtist> TopArtists(bool byPlays, NaiveInsights previous)
    {
        var before = Ranked(previous.plays, play => play.Row.ArtistName!, byPlays).Select((group, index) => (group, index)).ToDictionary(g => g.group.Key, g => g.index + 1);
        return [.. Ranked(plays, play => play.Row.ArtistName!, byPlays).Select((group, index) =>
        {
            var artist = new TopArtist
            {
                Rank = index + 1, ArtistName = group.Key, Plays = group.Count(), MsPlayed = Ms(group), Tracks = Distinct(group, play => play.Recording),
                FirstDate = Text(group.Min(play => play.Date)), LastDate = Text(group.Max(play => play.Date)),
                PreviousPlays = previous.plays.Count(play => play.Row.ArtistName == group.Key),
                PreviousMsPlayed = Ms(previous.plays.Where(play => play.Row.ArtistName == group.Key)),
            };
            if (before.TryGetValue(group.Key, out var rank))
                artist.PreviousRank = rank;
            return artist;
        })];
    }

    public List<(long Rank, string Name, string Artist, string Album, string? Uri, long Plays, long Ms, long Albums, long PreviousPlays)> TopTracks(
        bool byPlays, bool unmerged, NaiveInsights previous) =>
        [.. Ranked(plays, play => play.Key(unmerged), byPlays).Select((group, index) =>
        {
            var face = group
                .GroupBy(play => (play.Row.SpotifyTrackUri, play.Row.TrackName, play.Row.ArtistName, play.Row.AlbumName))
                .OrderByDescending(same => same.Count()).ThenBy(same => same.Key.SpotifyTrackUri ?? "~", StringComparer.Ordinal)
                .ThenBy(same => same.Key.AlbumName, StringComparer.Ordinal).ThenBy(same => same.Key.TrackName, StringComparer.Ordinal).First().Key;
            return ((long)index + 1, face.TrackName!, face.ArtistName!, face.AlbumName!, face.SpotifyTrackUri, (long)group.Count(), Ms(group),
                (long)Distinct(group, play => play.Row.AlbumName), (long)previous.plays.Count(play => play.Key(unmerged) == group.Key));
        })];

    public List<(string Album, string Artist, long Plays, long Ms)> TopAlbums() =>
        [.. plays.GroupBy(play => (play.Row.AlbumName!, play.Row.ArtistName!))
            .OrderByDescending(Ms).ThenBy(group => group.Key.Item1, StringComparer.Ordinal).ThenBy(group => group.Key.Item2, StringComparer.Ordinal)
            .Select(group => (group.Key.Item1, group.Key.Item2, (long)group.Count(), Ms(group)))];

    public List<TimePoint> OverTime(Func<DateOnly, DateOnly> bucket)
    {
        var first = Firsts(play => play.Recording);
        return [.. plays.GroupBy(play => bucket(play.Date)).OrderBy(group => group.Key).Select(group => new TimePoint
        {
            StartDate = Text(group.Key), Plays = group.Count(), MsPlayed = Ms(group), Artists = Distinct(group, play => play.Row.ArtistName),
            Tracks = Distinct(group, play => play.Recording), NewPlays = group.Count(first.Contains),
        })];
    }

    public List<WeekdayHour> WeekdayHours() =>
        [.. plays.GroupBy(play => (play.Row.Local.DayOfWeek, play.Row.Local.Hour)).OrderBy(group => group.Key)
            .Select(group => new WeekdayHour { Dow = group.Key.DayOfWeek, Hour = group.Key.Hour, Plays = group.Count(), MsPlayed = Ms(group) })];

    public List<CalendarDay> Calendar()
    {
        var days = new List<CalendarDay>();
        var (start, length, last) = (DateOnly.MinValue, 0, DateOnly.MinValue);
        foreach (var day in plays.GroupBy(play => play.Date).OrderBy(group => group.Key))
        {
            (start, length) = days.Count > 0 && day.Key == last.AddDays(1) ? (start, length + 1) : (day.Key, 1);
            last = day.Key;
            days.Add(new CalendarDay { Date = Text(day.Key), Plays = day.Count(), MsPlayed = Ms(day), StreakStart = Text(start), StreakDay = length });
        }

        return days;
    }

    public List<GenreShare> Genres() =>
        [.. plays.SelectMany(play => GenresOf(play.Row.ArtistName!).Select(genre => (Genre: genre, Play: play))).GroupBy(pair => pair.Genre)
            .Select(group => new GenreShare
            {
                Genre = group.Key, Plays = group.Count(), MsPlayed = group.Sum(pair => pair.Play.Row.MsPlayed), Artists = Distinct(group, pair => pair.Play.Row.ArtistName),
            })
            .OrderByDescending(share => share.MsPlayed).ThenBy(share => share.Genre, StringComparer.Ordinal)];

    public List<(int? Year, long Plays, long Ms, long Tracks)> ReleaseYears() =>
        [.. plays.GroupBy(play => play.Track is { } track ? FakeTrackMetadata.Year(track) : null).OrderBy(group => group.Key ?? int.MaxValue)
            .Select(group => (group.Key, (long)group.Count(), Ms(group), (long)Distinct(group, play => play.Recording)))];

    public List<(int? From, long Plays, long Ms, double? Mean)> Popularity() =>
        [.. plays.Select(play => (Play: play, Popularity: play.Track is { } track ? FakeTrackMetadata.Popularity(track) : null))
            .GroupBy(pair => pair.Popularity is { } value ? Math.Min(90, value / 10 * 10) : (int?)null).OrderBy(group => group.Key ?? int.MaxValue)
            .Select(group => (group.Key, (long)group.Count(), group.Sum(pair => pair.Play.Row.MsPlayed), group.Average(pair => pair.Popularity)))];

    public List<(DateTime Start, DateTime End, long Plays, long Ms, long Artists)> Sessions(int gapMinutes)
    {
        var sessions = new List<List<NaivePlay>>();
        var heardUntil = DateTime.MinValue;
        foreach (var play in plays.OrderBy(play => play.Row.StartedAtUtc).ThenBy(play => play.Row.PlayId))
        {
            if (sessions.Count == 0 || play.Row.StartedAtUtc - heardUntil > TimeSpan.FromMinutes(gapMinutes))
                sessions.Add([]);
            sessions[^1].Add(play);
            heardUntil = End(play) > heardUntil ? End(play) : heardUntil;
        }

        return [.. sessions.Select(session => (session.Min(play => play.Row.StartedAtUtc), session.Max(End), (long)session.Count, Ms(session), (long)Distinct(session, play => play.Row.ArtistName)))
            .OrderByDescending(session => session.Item4).ThenBy(session => session.Item1)];
    }

    public List<DiscoveryMonth> Discovery()
    {
        var (artists, recordings) = (Firsts(play => play.Row.ArtistName!), Firsts(play => play.Recording));
        return [.. plays.GroupBy(play => play.Row.Local.YearMonth).OrderBy(month => month.Key, StringComparer.Ordinal).Select(month => new DiscoveryMonth
        {
            YearMonth = month.Key, NewArtists = month.Count(artists.Contains), NewTracks = month.Count(recordings.Contains), Plays = month.Count(),
            RepeatPlays = month.Count(play => !recordings.Contains(play)),
        })];
    }

    public static List<ArtistSkips> Skips(IEnumerable<PlayRow> starts) =>
        [.. starts.GroupBy(row => row.ArtistName!).Select(group => new ArtistSkips
        {
            ArtistName = group.Key, Starts = group.Count(), Skips = group.Count(row => row.Skipped), Completed = group.Count(row => row.ReasonEnd == "trackdone"),
            MsPlayed = group.Sum(row => row.MsPlayed),
        }).OrderByDescending(artist => artist.Skips).ThenByDescending(artist => artist.Starts).ThenBy(artist => artist.ArtistName, StringComparer.Ordinal)];

    public static List<ReasonSkips> SkipReasons(IEnumerable<PlayRow> starts) =>
        [.. starts.GroupBy(row => row.ReasonStart ?? "").Select(group => new ReasonSkips
        {
            ReasonStart = group.Key, Starts = group.Count(), Skips = group.Count(row => row.Skipped), Completed = group.Count(row => row.ReasonEnd == "trackdone"),
            MsPlayed = group.Sum(row => row.MsPlayed),
        }).OrderByDescending(reason => reason.Starts).ThenBy(reason => reason.ReasonStart, StringComparer.Ordinal)];

    private static IEnumerable<IGrouping<string, NaivePlay>> Ranked(IEnumerable<NaivePlay> plays, Func<NaivePlay, string> key, bool byPlays) => plays
        .GroupBy(key)
        .OrderByDescending(group => byPlays ? group.Count() : Ms(group)).ThenByDescending(Ms).ThenBy(group => group.Key, StringComparer.Ordinal);

    private static string[] GenresOf(string artist) =>
        FakeTrackMetadata.Genres(int.Parse(artist.AsSpan("Artist ".Length), System.Globalization.CultureInfo.InvariantCulture)) is { Length: > 0 } genres ? genres : [""];

    private HashSet<NaivePlay> Firsts(Func<NaivePlay, string> key) =>
        [.. all.GroupBy(key).Select(group => group.OrderBy(play => play.Row.StartedAtUtc).ThenBy(play => play.Row.PlayId).First())];

    private static DateTime End(NaivePlay play) => play.Row.StartedAtUtc.AddMilliseconds(play.Row.MsPlayed);

    private static long Ms(IEnumerable<NaivePlay> plays) => plays.Sum(play => play.Row.MsPlayed);

    private static int Distinct<T, TKey>(IEnumerable<T> items, Func<T, TKey> key) => items.Select(key).Distinct().Count();

    private static string Text(DateOnly date) => Period.Text(date);
}
