using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Jobs;

public sealed class PlayHistoryJobTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Run_WritesPlaysAndWhatTheyName()
    {
        world.Library.Play(7, SpotifyWorld.Start.AddMinutes(-5), FakeLibrary.PlaylistId(1));
        var result = await world.PollAsync();
        Assert.Equal((RunOutcomeKind.Done, 1, false), (result.Outcome, result.Inserted, result.Gap));
        Assert.Equal(
            [$"{FakeLibrary.Me}|{FakeLibrary.TrackId(7)}|2026-11-28T07:55:00.000Z|playlist|spotify:playlist:{FakeLibrary.PlaylistId(1)}|spotify|2026-11-28T08:00:00.000Z"],
            world.Rows("SELECT user_id, track_id, played_at, context_type, context_uri, source, ingested_at FROM play_history"));
        Assert.Equal([$"{FakeLibrary.TrackId(7)}|Song 7|181007|QZZZZ2100007|0|2026-11-28T08:00:00.000Z"], world.Rows("SELECT track_id, name, duration_ms, isrc, is_local, created_at FROM tracks"));
        Assert.Equal([$"{FakeLibrary.TrackId(7)}|{FakeLibrary.ArtistId(7)}"], world.Rows("SELECT track_id, artist_id FROM track_artists"));
        Assert.Equal(["Album 7|2021-05-06"], world.Rows("SELECT name, release_date FROM albums"));
        Assert.Equal(["Invented Band 7"], world.Rows("SELECT name FROM artists"));
        Assert.Equal([FakeLibrary.PlaylistId(1)], world.Rows("SELECT playlist_id FROM playlist_ingest_queue"));
        Assert.Equal(["1"], world.Rows($"SELECT is_me FROM users WHERE user_id = '{FakeLibrary.Me}'"));
    }

    [Fact]
    public async Task Run_Again_AddsWhatIsNewAndMovesTheCursorInMilliseconds()
    {
        world.Library.Play(1, SpotifyWorld.Start.AddMinutes(-5).AddMilliseconds(721));
        world.Library.Play(2, SpotifyWorld.Start.AddMinutes(10));
        await world.PollAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(20));
        var result = await world.PollAsync();
        Assert.Equal((2, 1), (result.Fetched, result.Inserted));
        var first = SpotifyWorld.Start.AddMinutes(-5).ToUnixTimeMilliseconds() + 721;
        Assert.Equal(
            [$"|{first}|done", $"{first}|{SpotifyWorld.Start.AddMinutes(10).ToUnixTimeMilliseconds()}|done"],
            world.Rows("SELECT cursor_before, cursor_after, outcome FROM ingest_runs ORDER BY run_id"));
    }

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    [InlineData(51, true)]
    public async Task Run_WithMorePlaysThanTheApiKeeps_RecordsAGap(int plays, bool gap)
    {
        world.Library.Play(1, SpotifyWorld.Start.AddMinutes(-5));
        await world.PollAsync();
        for (var i = 1; i <= plays; i++)
            world.Library.Play(i, SpotifyWorld.Start.AddMinutes(i));
        world.Clock.Advance(TimeSpan.FromHours(2));
        // 50 new plays fill the answer: whether one before them is lost cannot be told, so that too is a gap.
        var result = await world.PollAsync();
        Assert.Equal(gap, result.Gap);
        Assert.Equal([gap ? "1" : "0"], world.Rows("SELECT gap FROM ingest_runs ORDER BY run_id DESC LIMIT 1"));
    }

    [Fact]
    public async Task Run_InAPrivateSession_HasNoPlaysAndIsNoFailure()
    {
        world.Api.Overrides["me/player/recently-played?limit=50"] = () => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent);
        Assert.Equal(RunOutcomeKind.Done, (await world.PollAsync()).Outcome);
        Assert.Empty(world.Rows("SELECT * FROM play_history"));
    }

    [Fact]
    public async Task Run_AsksForFeaturesOfTracksWithoutThem()
    {
        world.Features.Known.Add(FakeLibrary.TrackId(1));
        world.Library.Play(1, SpotifyWorld.Start.AddMinutes(-5));
        await world.PollAsync();
        await world.PollAsync();
        Assert.Equal(1, world.Features.Asked);
        Assert.Contains("\"tempo\":120", Assert.Single(world.Rows("SELECT audio_features_json FROM tracks")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutADataSet_LeavesFeaturesOpen()
    {
        world.Features.IsBuilt = false;
        world.Library.Play(1, SpotifyWorld.Start.AddMinutes(-5));
        Assert.Equal(RunOutcomeKind.Done, (await world.PollAsync()).Outcome);
        Assert.Equal([""], world.Rows("SELECT audio_features_json FROM tracks"));
    }

    [Fact]
    public async Task Run_WithoutTheScope_NamesEndpointAndRemedy()
    {
        world.Api.Overrides["me/player/recently-played?limit=50"] = () => FakeSpotify.Error(System.Net.HttpStatusCode.Forbidden, "Insufficient client scope");
        var result = await world.PollAsync();
        Assert.Equal(RunOutcomeKind.Failed, result.Outcome);
        Assert.Contains("me/player/recently-played is refused (403)", result.Detail, StringComparison.Ordinal);
    }
}
