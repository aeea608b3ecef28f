using SpotifyPlatform.Lake;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.Lake.Weekly;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Enrichment;

/// <summary>The weekly job from the listening history over the fake Web API to the hub.</summary>
public sealed class WeeklyTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public WeeklyTests()
    {
        Hear("Invented Band 7", FakeLibrary.ArtistId(7), 5);
        Hear("Invented Band 3", null, 4);
        Hear("INVENTED BAND 4", null, 3);
        Hear("Nobody of that name", null, 2);
        Hear("Gone", FakeLibrary.ArtistId(9), 1);
        world.Library.MissingArtists.Add(FakeLibrary.ArtistId(9));
    }

    private static IReadOnlyList<string> Expected =>
    [
        .. new[] { (7, 5), (3, 4), (4, 3) }.Select(artist =>
            $"Invented Band {artist.Item1}|{FakeLibrary.ArtistId(artist.Item1)}|{artist.Item2}|genre {artist.Item1 % 5},invented pop|{artist.Item1}|{artist.Item1}000|https://example.invalid/{artist.Item1}/640"),
        "Nobody of that name||2||||",
        $"Gone|{FakeLibrary.ArtistId(9)}|1||||",
    ];

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Run_OverTheWebApi_FillsTheHubAndLeavesNoFile()
    {
        var lines = await RunAsync("prd");
        Assert.Equal(Expected, await HubAsync(world, "prd"));
        Assert.Contains(lines, line => line.Contains("3 artists fetched", StringComparison.Ordinal) && line.Contains("Could not enrich 2 artists", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(Output));
        Assert.Equal(4, world.Api.Requests.Count); // a batch and three searches
    }

    [Fact]
    public async Task Run_ForAnotherEnvironment_AsksNothingAgain()
    {
        await RunAsync("prd");
        var asked = world.Api.Requests.Count;
        world.Clock.Advance(TimeSpan.FromHours(1));
        await RunAsync("dev");
        Assert.Equal(Expected, await HubAsync(world, "dev"));
        Assert.Equal(asked, world.Api.Requests.Count);
    }

    [Fact]
    public async Task Run_WhenTheQuotaEnds_GoesOnWhereItWasWhenItIsFree()
    {
        world.Api.RequestsPerDay = 3;
        var stopped = await Assert.ThrowsAsync<WeeklyStepException>(() => RunAsync("prd"));
        var limit = Assert.IsType<RateLimitedException>(stopped.InnerException);
        Assert.Equal(SpotifyWorld.Start.AddDays(1), limit.ResumesAt);
        Assert.NotNull(limit.Fetched?.File);
        world.Restart();
        world.Clock.Set(limit.ResumesAt.AddSeconds(1));
        await RunAsync("prd");
        Assert.Equal(Expected, await HubAsync(world, "prd"));
        var answered = world.Api.Requests.Where(request => request.Status != 429).Select(request => request.Path).ToList();
        Assert.Equal(answered.Distinct(), answered);
    }

    [Fact]
    public async Task Run_WithRefusedCredentials_StopsAtFetchAndNamesTheVariables()
    {
        world.Api.TokenAnswer = () => FakeSpotify.Json(new System.Text.Json.Nodes.JsonObject { ["error"] = "invalid_client" }, System.Net.HttpStatusCode.BadRequest);
        var stopped = await Assert.ThrowsAsync<WeeklyStepException>(() => RunAsync("prd"));
        Assert.Equal("fetch", stopped.Step);
        Assert.Equal(
            ["SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET", "SPOTIFY_REDIRECT_URI", "SPOTIFY_REFRESH_TOKEN"], Assert.IsType<AuthenticationFailedException>(stopped.InnerException).Variables);
        Assert.Contains("Spotify API authentication failed: Spotify answered 'invalid_client'. Verify SPOTIFY_CLIENT_ID", stopped.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, typeof(EndpointRefusedException))]
    [InlineData(500, typeof(EventBus.TransientFaultException))]
    public async Task Run_WhereArtistsAreNotAnswered_StopsWithTheCause(int status, Type cause)
    {
        world.Api.IsExtended = false;
        world.Api.Overrides[$"artists/{FakeLibrary.ArtistId(7)}"] = () => FakeSpotify.Error((System.Net.HttpStatusCode)status, "refused");
        Assert.IsType(cause, (await Assert.ThrowsAsync<WeeklyStepException>(() => RunAsync("prd"))).InnerException);
        Assert.Empty(world.Rows("SELECT * FROM not_found"));
    }

    [Fact]
    public async Task Run_KilledAtAnyRequest_EndsInTheNextRunAsIfItHadNotBeen()
    {
        var images = new List<string>();
        world.Api.Before = _ => images.Add(world.Image());
        await RunAsync("prd");
        world.Api.Before = _ => { };
        Assert.Equal(4, images.Count);
        foreach (var image in images)
        {
            using var next = new SpotifyWorld(image: image, library: world.Library);
            next.Heard.AddRange(world.Heard);
            next.Clock.Advance(TimeSpan.FromMinutes(1));
            await next.Get<WeeklyEnrichment>().RunAsync(LakeTarget.Of("prd"), bucket: null, next.Get<Microsoft.Extensions.Options.IOptions<LakeOptions>>().Value.OutputFolder, progress: null, CancellationToken.None);
            Assert.Equal(Expected, await HubAsync(next, "prd"));
        }
    }

    private static Task<IReadOnlyList<string>> HubAsync(SpotifyWorld world, string environment) => world.LakeAsync($"""
        SELECT artistName, artistId, playCount, ARRAY_TO_STRING(genres, ','), popularity, followerCount, imageurllarge
        FROM dp_hub_{environment}.hub_music__svc_dim_artists ORDER BY playCount DESC
        """);

    private string Output => world.Get<Microsoft.Extensions.Options.IOptions<LakeOptions>>().Value.OutputFolder;

    private async Task<List<string>> RunAsync(string environment)
    {
        var lines = new List<string>();
        await world.Get<WeeklyEnrichment>().RunAsync(LakeTarget.Of(environment), bucket: null, Output, new Lines(lines), CancellationToken.None);
        return lines;
    }

    private void Hear(string name, string? id, int plays) =>
        world.Heard.Add(new ArtistListening(name, id, plays, 1, 60_000, SpotifyWorld.Start.AddDays(-2), SpotifyWorld.Start.AddDays(-1)));

    private sealed class Lines(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
