using System.Text.Json;
using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.SpotifyApiEnricher.Enrichment;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Enrichment;

public sealed class ArtistEnrichmentTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Backfill_AsksFor50AtOnceAndWritesALineForEach()
    {
        await DiscoverAsync(60);
        var result = await RunAsync();
        Assert.Equal((RunOutcomeKind.Done, 2, 60), (result.Run.Outcome, result.Run.Requests, result.File!.Artists));
        Assert.Matches(@"^\d{8}T\d{9}_artist_enrichment\.jsonl$", Path.GetFileName(result.File.Path));
        using var line = JsonDocument.Parse(File.ReadLines(result.File.Path).Skip(7).First());
        Assert.Equal(["artistId", "artistName", "genres", "popularity", "followerCount", "images", "externalUrls", "enrichedAt"], line.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            $$$"""{"artistId":"{{{FakeLibrary.ArtistId(7)}}}","artistName":"Invented Band 7","genres":["genre 2","invented pop"],"popularity":7,"followerCount":7000,"images":[{"url":"https://example.invalid/7/640","height":640,"width":640},{"url":"https://example.invalid/7/320","height":320,"width":320},{"url":"https://example.invalid/7/160","height":160,"width":160}],"externalUrls":{"spotify":"https://open.spotify.com/artist/{{{FakeLibrary.ArtistId(7)}}}"},"enrichedAt":"2026-11-28T08:00:00.000Z"}""",
            line.RootElement.GetRawText());
    }

    [Fact]
    public async Task Backfill_WhereTheBatchIsRefused_AsksOneByOneAndRemembersIt()
    {
        world.Api.IsExtended = false;
        await DiscoverAsync(3);
        var result = await RunAsync();
        Assert.Equal((RunOutcomeKind.Done, 4, 3), (result.Run.Outcome, result.Run.Requests, result.File!.Artists));
        world.Restart();
        Assert.Equal([Capability.ArtistBatch], world.Get<Capabilities>().Refused().Select(refused => refused.Capability));
        Assert.Equal(3, world.Artists.Plan(world.Found("true", force: true)).Requests);
        world.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, world.Artists.Plan(world.Found("true", force: true)).Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backfill_OfAnArtistThatIsGone_NamesItAndDoesNotAskAgain(bool isExtended)
    {
        world.Api.IsExtended = isExtended;
        world.Library.MissingArtists.Add(FakeLibrary.ArtistId(1));
        await DiscoverAsync(3);
        var result = await RunAsync();
        Assert.Contains($"Could not enrich 1 artists", result.Run.Detail, StringComparison.Ordinal);
        Assert.Contains(FakeLibrary.ArtistId(1), result.Run.Detail, StringComparison.Ordinal);
        Assert.Equal([FakeLibrary.ArtistId(0), FakeLibrary.ArtistId(2)], world.Rows("SELECT artist_id FROM artists WHERE enriched_at IS NOT NULL ORDER BY 1"));
        var again = await RunAsync();
        Assert.Equal((0, null), (again.Run.Requests, again.File));
        Assert.Equal([FakeLibrary.ArtistId(1)], again.Missing);
        world.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(1, world.Artists.Plan(world.Found()).Requests);
    }

    [Fact]
    public async Task Genres_ThatAreEmpty_AreAskedForAgainAndNeverReplaceKnownOnes()
    {
        world.Library.ArtistsWithoutGenres.Add(FakeLibrary.ArtistId(0));
        await DiscoverAsync(2);
        await RunAsync();
        world.Library.ArtistsWithoutGenres.Clear();
        world.Library.ArtistsWithoutGenres.Add(FakeLibrary.ArtistId(1));
        world.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal([FakeLibrary.ArtistId(0)], world.Artists.Plan(world.Found("true")).Ids);
        await RunAsync(world.Found("true", force: true));
        Assert.Equal(["""["genre 0","invented pop"]""", """["genre 1","invented pop"]"""], world.Rows("SELECT genres_json FROM artists ORDER BY artist_id"));
    }

    [Fact]
    public async Task Artists_ThatTheStoreHas_AreWrittenWithoutARequest()
    {
        await DiscoverAsync(3);
        await RunAsync();
        var asked = world.Api.Requests.Count;
        world.Clock.Advance(TimeSpan.FromDays(1));
        var again = await RunAsync(world.Found("true"));
        Assert.Equal((asked, 3), (world.Api.Requests.Count, again.File!.Artists));
        Assert.Contains("\"enrichedAt\":\"2026-11-28T08:00:00.000Z\"", File.ReadLines(again.File.Path).First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_AreSearchedOnceAndThoseThatNobodyHasNotAgain()
    {
        world.Library.Artists = 9;
        var wanted = new FetchRequest([new(null, "Invented Band 3"), new(null, "invented band 4"), new(null, "Nobody")], EnrichmentMode.Incremental, Force: false);
        var result = await RunAsync(wanted);
        Assert.Equal((3, 2), (result.Run.Requests, result.File!.Artists));
        Assert.Equal(["Nobody"], result.Missing);
        Assert.Equal(["Invented Band 3", "Invented Band 4"], world.Rows("SELECT name FROM artists WHERE enriched_at IS NOT NULL ORDER BY 1"));
        world.Clock.Advance(TimeSpan.FromDays(60));
        var again = await RunAsync(wanted);
        Assert.Equal((0, 2), (again.Run.Requests, again.File!.Artists));
        Assert.Equal(["Nobody"], again.Missing);
        world.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(["Nobody"], world.Artists.Plan(wanted).Names);
    }

    [Fact]
    public async Task Force_AfterADeferral_GoesOnWithTheLongestAgo()
    {
        await DiscoverAsync(3);
        await RunAsync();
        world.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(new FetchRequest([new(FakeLibrary.ArtistId(0), "Invented Band 0")], EnrichmentMode.Backfill, Force: true));
        Assert.Equal([FakeLibrary.ArtistId(1), FakeLibrary.ArtistId(2), FakeLibrary.ArtistId(0)], world.Artists.Plan(world.Found("true", force: true)).Ids);
    }

    [Fact]
    public async Task Plan_AsksNothingAndKnowsTheTimeUnderTheBudget()
    {
        await DiscoverAsync(60);
        var asked = world.Api.Requests.Count;
        Assert.Equal(2, world.Artists.Plan(world.Found()).Requests);
        await world.Get<Capabilities>().RefusedAsync(Capability.ArtistBatch, new ApiAnswer(ApiCall.Me("me"), System.Net.HttpStatusCode.Forbidden, default, world.Clock.GetUtcNow()), CancellationToken.None);
        var plan = world.Artists.Plan(world.Found());
        Assert.Equal((60, TimeSpan.FromSeconds(20)), (plan.Requests, plan.Duration)); // 180 a minute
        Assert.Equal(asked, world.Api.Requests.Count);
    }

    [Fact]
    public async Task Backfill_WhenTheQuotaEnds_WritesWhatItHasAndGoesOn()
    {
        using var small = new SpotifyWorld(new() { ["RequestsPerDay"] = "40", ["ShareForJobs"] = "0.25", ["ShareForRequests"] = "0.25" });
        small.Api.IsExtended = false;
        small.Library.Artists = 100;
        for (var i = 0; i < 40; i++)
            small.Library.Play(i, SpotifyWorld.Start.AddMinutes(-i - 1));
        await small.PollAsync();
        var artists = 0;
        for (var day = 0; day < 4; day++, small.Clock.Advance(TimeSpan.FromHours(25)))
            artists += (await small.BackfillAsync()).File?.Artists ?? 0;
        Assert.Equal(40, artists);
        Assert.Equal(["deferred", "deferred", "done"], small.Rows("SELECT outcome FROM ingest_runs WHERE job = 'artist_enrichment' ORDER BY run_id LIMIT 3"));
    }

    private Task<ArtistEnrichmentResult> RunAsync(FetchRequest? wanted = null) =>
        world.Artists.RunAsync(wanted ?? world.Found(), world.Output, progress: null, CancellationToken.None);

    private async Task DiscoverAsync(int artists)
    {
        world.Library.Artists = artists;
        for (var i = 0; i < artists; i++)
        {
            world.Library.Play(i, SpotifyWorld.Start.AddMinutes(-artists + i));
            if (i % 40 == 39)
                await world.PollAsync();
        }

        world.Clock.Set(SpotifyWorld.Start);
        await world.PollAsync();
    }
}
