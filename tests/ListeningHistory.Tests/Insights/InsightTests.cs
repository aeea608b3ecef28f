using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Publishing;
using Exclusion = SpotifyPlatform.ListeningHistory.Insights.Exclusion;

namespace SpotifyPlatform.ListeningHistory.Tests.Insights;

/// <summary>Each figure against an independent computation over the same rows.</summary>
public sealed class InsightTests(InsightTests.Published published) : IClassFixture<InsightTests.Published>
{
    private const int Seed = 20;
    private const string Today = "2024-05-20";

    private readonly List<PlayRow> rows = published.Rows;
    private readonly PublishedFixture fixture = published.Fixture;

    public static TheoryData<string> Periods => ["all", "year", "12m", "90d", "2023", "2023-06-10..2023-07-31"];

    [Theory]
    [MemberData(nameof(Periods))]
    public void Summary_OfAPeriod_IsTheNaiveCount(string period)
    {
        var answer = fixture.Api.GetSummary(SeededPlays.Account, new GetSummaryRequest { Filter = Filter(period) }, CancellationToken.None);
        Assert.True(answer.Summary.Plays > 50);
        Assert.Equal(Naive(period).Summary(), answer.Summary);
        Assert.Equal(period == "all" ? null : NaivePrevious(period).Summary(), answer.Previous);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Summary_WithSuspectedOrWithoutPrivatePlays_CountsThoseAskedFor(bool suspected, bool withoutPrivate)
    {
        var filter = new InsightFilter { WithSuspected = suspected, WithoutPrivate = withoutPrivate };
        var answer = fixture.Api.GetSummary(SeededPlays.Account, new GetSummaryRequest { Filter = filter }, CancellationToken.None);
        var expected = new NaiveInsights(NaivePlays.Of(rows, suspected: suspected, withPrivate: !withoutPrivate), DateOnly.MinValue, DateOnly.MaxValue);
        Assert.Equal(expected.Summary(), answer.Summary);
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void TopArtists_OfAPeriod_AreTheNaiveOnesWithThePreviousPeriod(string period)
    {
        foreach (var byPlays in new[] { false, true })
        {
            var request = new ListTopArtistsRequest { Filter = Filter(period), Order = new InsightOrder { ByPlays = byPlays, Limit = 1000 } };
            var answer = fixture.Api.ListTopArtists(SeededPlays.Account, request, CancellationToken.None);
            Assert.Equal(Naive(period).TopArtists(byPlays, NaivePrevious(period)), answer.Artists);
        }
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void TopTracks_OfAPeriod_CountARecordingTogetherUnlessUnmerged(string period)
    {
        foreach (var unmerged in new[] { false, true })
        {
            var request = new ListTopTracksRequest { Filter = Filter(period), Order = new InsightOrder { Limit = 1000 }, Unmerged = unmerged };
            var answer = fixture.Api.ListTopTracks(SeededPlays.Account, request, CancellationToken.None);
            Assert.Equal(
                Naive(period).TopTracks(byPlays: false, unmerged, NaivePrevious(period)),
                answer.Tracks.Select(t => (t.Rank, t.TrackName, t.ArtistName, t.AlbumName, Null(t.SpotifyTrackUri), t.Plays, t.MsPlayed, t.Albums, t.PreviousPlays)));
        }
    }

    [Fact]
    public void TopTracks_OfOneIsrc_AreOneLineWhileAlbumsStayApart()
    {
        var merged = fixture.Api.ListTopTracks(SeededPlays.Account, new ListTopTracksRequest { Order = new InsightOrder { Limit = 1000 } }, CancellationToken.None);
        var unmerged = fixture.Api.ListTopTracks(SeededPlays.Account, new ListTopTracksRequest { Order = new InsightOrder { Limit = 1000 }, Unmerged = true }, CancellationToken.None);
        Assert.True(merged.Tracks.Count < unmerged.Tracks.Count);
        Assert.Equal(unmerged.Tracks.Sum(track => track.Plays), merged.Tracks.Sum(track => track.Plays));

        var albums = fixture.Api.ListTopAlbums(SeededPlays.Account, new ListTopAlbumsRequest { Order = new InsightOrder { Limit = 1000 } }, CancellationToken.None);
        Assert.Equal(Naive("all").TopAlbums(), albums.Albums.Select(album => (album.AlbumName, album.ArtistName, album.Plays, album.MsPlayed)));
    }

    [Fact]
    public void TopArtists_Ascending_BeginsWithTheLeast()
    {
        var request = new ListTopArtistsRequest { Order = new InsightOrder { Ascending = true, Limit = 3 } };
        var least = fixture.Api.ListTopArtists(SeededPlays.Account, request, CancellationToken.None).Artists;
        Assert.Equal(Naive("all").TopArtists(false, NaivePrevious("all")).AsEnumerable().Reverse().Take(3), least);
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void OverTime_InEveryBucket_IsTheNaiveCount(string period)
    {
        var buckets = new (TimeBucket Bucket, Func<DateOnly, DateOnly> Start)[]
        {
            (TimeBucket.Day, date => date), (TimeBucket.Week, date => date.AddDays(-(((int)date.DayOfWeek + 6) % 7))),
            (TimeBucket.Month, date => new(date.Year, date.Month, 1)), (TimeBucket.Year, date => new(date.Year, 1, 1)),
        };
        foreach (var (bucket, start) in buckets)
        {
            var answer = fixture.Api.GetOverTime(SeededPlays.Account, new GetOverTimeRequest { Filter = Filter(period), Bucket = bucket }, CancellationToken.None);
            Assert.Equal(Naive(period).OverTime(start), answer.Points);
            Assert.Equal(period == "all" ? [] : NaivePrevious(period).OverTime(start), answer.Previous);
        }
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void WeekdayHours_OfAPeriod_AreTheNaiveCount(string period)
    {
        var answer = fixture.Api.GetWeekdayHours(SeededPlays.Account, new GetWeekdayHoursRequest { Filter = Filter(period) }, CancellationToken.None);
        Assert.Equal(Naive(period).WeekdayHours(), answer.Hours);
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void Calendar_OfAPeriod_HasTheNaiveStreaks(string period)
    {
        var answer = fixture.Api.GetCalendar(SeededPlays.Account, new GetCalendarRequest { Filter = Filter(period) }, CancellationToken.None);
        var expected = Naive(period).Calendar();
        Assert.Equal(expected, answer.Days);
        Assert.Equal(expected.Max(day => day.StreakDay), answer.LongestStreak);
    }

    [Fact]
    public void Calendar_WhenTheLastDayHasAPlay_HasACurrentStreak()
    {
        var last = Naive("all").Calendar()[^1];
        var request = new GetCalendarRequest { Filter = new InsightFilter { Period = "all", Today = last.Date } };
        Assert.Equal(last.StreakDay, fixture.Api.GetCalendar(SeededPlays.Account, request, CancellationToken.None).CurrentStreak);
        request.Filter.Today = Period.Text(Period.Date(last.Date).AddDays(1));
        Assert.Equal(0, fixture.Api.GetCalendar(SeededPlays.Account, request, CancellationToken.None).CurrentStreak);
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void GenresYearsAndPopularity_OfAPeriod_AreTheNaiveCount(string period)
    {
        var genres = fixture.Api.ListGenres(SeededPlays.Account, new ListGenresRequest { Filter = Filter(period) }, CancellationToken.None);
        Assert.Equal(Naive(period).Genres(), genres.Genres);
        var years = fixture.Api.GetReleaseYears(SeededPlays.Account, new GetReleaseYearsRequest { Filter = Filter(period) }, CancellationToken.None);
        Assert.Equal(Naive(period).ReleaseYears(), years.Years.Select(y => (y.HasReleaseYear ? y.ReleaseYear : (int?)null, y.Plays, y.MsPlayed, y.Tracks)));
        Assert.All(years.Years.Where(year => year.HasReleaseYear), year => Assert.Equal(year.ReleaseYear / 10 * 10, year.ReleaseDecade));
        var popularity = fixture.Api.GetPopularity(SeededPlays.Account, new GetPopularityRequest { Filter = Filter(period) }, CancellationToken.None);
        Assert.Equal(
            Naive(period).Popularity().Select(share => (share.From, share.Plays, share.Ms, share.Mean is { } mean ? Math.Round(mean, 9) : (double?)null)),
            popularity.Shares.Select(s => (s.HasPopularityFrom ? s.PopularityFrom : (int?)null, s.Plays, s.MsPlayed, s.HasMeanPopularity ? Math.Round(s.MeanPopularity, 9) : (double?)null)));
    }

    [Theory]
    [InlineData("all", 30)]
    [InlineData("2023", 5)]
    [InlineData("90d", 240)]
    public void Sessions_OfAPeriod_AreTheNaiveOnes(string period, int gap)
    {
        var request = new ListSessionsRequest { Filter = Filter(period), GapMinutes = gap, Limit = 1000 };
        var answer = fixture.Api.ListSessions(SeededPlays.Account, request, CancellationToken.None);
        var expected = Naive(period).Sessions(gap);
        Assert.Equal(
            expected.Select(s => (Text(s.Start), Text(s.End), s.Plays, s.Ms, s.Artists)),
            answer.Sessions.Select(s => (s.StartedAtUtc, s.EndedAtUtc, s.Plays, s.MsPlayed, s.Artists)));
        Assert.Equal(expected.Count, answer.Lengths.Sum(length => length.Sessions));
        Assert.Equal(
            expected.Count(session => session.End - session.Start is var span && span >= TimeSpan.FromMinutes(30) && span < TimeSpan.FromMinutes(60)),
            answer.Lengths.Where(length => length.MinutesFrom == 30).Sum(length => length.Sessions));
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void Discovery_OfAPeriod_IsTheNaiveCount(string period)
    {
        var answer = fixture.Api.GetDiscovery(SeededPlays.Account, new GetDiscoveryRequest { Filter = Filter(period) }, CancellationToken.None);
        Assert.Equal(Naive(period).Discovery(), answer.Months);
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void Skips_OfAPeriod_CountShortStartsToo(string period)
    {
        var answer = fixture.Api.ListSkips(SeededPlays.Account, new ListSkipsRequest { Filter = Filter(period), Limit = 1000 }, CancellationToken.None);
        var (from, to) = Bounds(period);
        var starts = rows.Where(row => row.ContentKind == ContentKind.Music && !row.SuspectedDuplicate && row.Local.Date >= from && row.Local.Date <= to).ToList();
        Assert.Contains(starts, row => row.MsPlayed < 30_000);
        Assert.Equal(NaiveInsights.Skips(starts), answer.Artists);
        Assert.Equal(NaiveInsights.SkipReasons(starts), answer.Reasons);
    }

    [Fact]
    public async Task Excluded_ArtistAndTrack_LeaveEveryFigureUntilTheyAreCountedAgain()
    {
        using var fixture = await new PublishedFixture(rows).PublishAsync();
        var before = fixture.Api.GetSummary(SeededPlays.Account, new GetSummaryRequest(), CancellationToken.None).Summary;
        Exclusion[] exclusions = [new(ExcludedKind.Artist, "Artist 0"), new(ExcludedKind.Track, SeededPlays.Uri(7))];
        await fixture.Publisher.ExcludeAsync(fixture.Store, set => set.UnionWith(exclusions), CancellationToken.None);

        var answer = fixture.Api.GetSummary(SeededPlays.Account, new GetSummaryRequest(), CancellationToken.None).Summary;
        Assert.Equal(new NaiveInsights(NaivePlays.Of(rows, exclusions), DateOnly.MinValue, DateOnly.MaxValue).Summary(), answer);
        Assert.True(answer.Plays < before.Plays);
        var skips = fixture.Api.ListSkips(SeededPlays.Account, new ListSkipsRequest { Limit = 1000 }, CancellationToken.None);
        Assert.DoesNotContain(skips.Artists, artist => artist.ArtistName == "Artist 0");

        await fixture.Publisher.ExcludeAsync(fixture.Store, set => set.Clear(), CancellationToken.None);
        Assert.Equal(before, fixture.Api.GetSummary(SeededPlays.Account, new GetSummaryRequest(), CancellationToken.None).Summary);
    }

    private static InsightFilter Filter(string period) => new() { Period = period, Today = Today };

    private NaiveInsights Naive(string period) => new(NaivePlays.Of(rows), Bounds(period).From, Bounds(period).To);

    private NaiveInsights NaivePrevious(string period) => period switch
    {
        "all" => new(NaivePlays.Of(rows), DateOnly.MaxValue, DateOnly.MinValue),
        "year" => new(NaivePlays.Of(rows), new(2023, 1, 1), new(2023, 5, 20)),
        "12m" => new(NaivePlays.Of(rows), new(2022, 5, 21), new(2023, 5, 20)),
        "90d" => new(NaivePlays.Of(rows), new(2023, 11, 23), new(2024, 2, 20)),
        "2023" => new(NaivePlays.Of(rows), new(2022, 1, 1), new(2022, 12, 31)),
        _ => new(NaivePlays.Of(rows), new(2023, 4, 19), new(2023, 6, 9)),
    };

    private static (DateOnly From, DateOnly To) Bounds(string period) => period switch
    {
        "all" => (DateOnly.MinValue, DateOnly.MaxValue),
        "year" => (new(2024, 1, 1), new(2024, 5, 20)),
        "12m" => (new(2023, 5, 21), new(2024, 5, 20)),
        "90d" => (new(2024, 2, 21), new(2024, 5, 20)),
        "2023" => (new(2023, 1, 1), new(2023, 12, 31)),
        _ => (new(2023, 6, 10), new(2023, 7, 31)),
    };

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string? Null(string text) => text.Length == 0 ? null : text;

    /// <summary>The rows, published once for all tests that only read.</summary>
    public sealed class Published : IAsyncLifetime
    {
        internal List<PlayRow> Rows { get; } = SeededPlays.Create(3000, Seed);

        internal PublishedFixture Fixture { get; private set; } = null!;

        public async Task InitializeAsync() => Fixture = await new PublishedFixture(Rows).PublishAsync();

        public Task DisposeAsync()
        {
            Fixture.Dispose();
            return Task.CompletedTask;
        }
    }
}
