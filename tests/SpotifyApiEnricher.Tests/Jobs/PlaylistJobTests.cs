using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Jobs;

public sealed class PlaylistJobTests : IDisposable
{
    private static readonly string Mine = FakeLibrary.PlaylistId(1);
    private static readonly string Other = FakeLibrary.PlaylistId(2);
    private readonly SpotifyWorld world = new(new() { ["BrandOwners:0"] = "brand_owner" });

    public PlaylistJobTests()
    {
        world.Library.Playlists[Mine] = (FakeLibrary.Me, [.. Enumerable.Range(0, 230)]);
        world.Library.Playlists[Other] = ("other_user", [1, 2]);
        world.Library.Playlists[FakeLibrary.PlaylistId(3)] = ("spotify", [1]);
        world.Library.Playlists[FakeLibrary.PlaylistId(4)] = ("brand_owner", [1]);
        world.Library.MyPlaylists.AddRange(world.Library.Playlists.Keys);
    }

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_InEitherForm_WritesPlaylistsTracksAndOwners(bool isOf2026)
    {
        world.Api.IsOf2026 = isOf2026;
        var result = await RunAsync();
        Assert.Equal(RunOutcomeKind.Done, result.Outcome);
        Assert.Equal(["user", "user", "spotify", "brand"], world.Rows("SELECT owner_type FROM playlists ORDER BY playlist_id"));
        Assert.Equal([.. Enumerable.Range(0, 230).Select(track => $"{track}|{FakeLibrary.TrackId(track)}")], world.Rows($"SELECT position, track_id FROM playlist_tracks WHERE playlist_id = '{Mine}' ORDER BY position"));
        Assert.Equal(["""[{"url":"https://example.invalid/p","width":640,"height":640}]"""], world.Rows($"SELECT images_json FROM playlists WHERE playlist_id = '{Mine}'"));
        Assert.Equal(["Owner other_user"], world.Rows("SELECT display_name FROM users WHERE user_id = 'other_user'"));
        // Since 2026 items of other people's playlists are refused.
        Assert.Equal([isOf2026 ? "0|0" : "2|1"], world.Rows($"SELECT (SELECT count(*) FROM playlist_tracks WHERE playlist_id = '{Other}'), items_available FROM playlists WHERE playlist_id = '{Other}'"));
        Assert.Equal(isOf2026, result.Detail.Contains("came without items", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WithinSevenDays_SkipsWhatWasRefreshed()
    {
        await RunAsync();
        world.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(1, (await RunAsync()).Requests);
        world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True((await RunAsync()).Requests > 4);
    }

    [Fact]
    public async Task Run_OfAPlaylistThatBecameShorter_DropsWhatIsGone()
    {
        await RunAsync();
        world.Library.Playlists[Mine] = (FakeLibrary.Me, [5, 4]);
        world.Clock.Advance(TimeSpan.FromDays(8));
        await RunAsync();
        Assert.Equal([FakeLibrary.TrackId(5), FakeLibrary.TrackId(4)], world.Rows($"SELECT track_id FROM playlist_tracks WHERE playlist_id = '{Mine}' ORDER BY position"));
    }

    [Fact]
    public async Task Run_OfTheQueue_ReadsItsPlaylistsAloneAndEmptiesIt()
    {
        world.Library.Playlists[FakeLibrary.PlaylistId(9)] = ("other_user", [1]);
        world.Library.Play(1, SpotifyWorld.Start.AddMinutes(-5), FakeLibrary.PlaylistId(9));
        world.Library.Play(2, SpotifyWorld.Start.AddMinutes(-3), FakeLibrary.PlaylistId(8)); // one that is not found
        await world.PollAsync();
        Assert.True(world.Get<QueuedPlaylists>().Any());
        var result = await world.Playlists.RunAsync(SpotifyWorld.Account, onlyQueued: true, CancellationToken.None);
        Assert.Contains("1 playlists are not found", result.Detail, StringComparison.Ordinal);
        Assert.Equal([FakeLibrary.PlaylistId(9)], world.Rows("SELECT playlist_id FROM playlists"));
        Assert.Empty(world.Rows("SELECT * FROM playlist_ingest_queue"));
        Assert.False(world.Get<QueuedPlaylists>().Any());
    }

    private Task<JobResult> RunAsync() => world.Playlists.RunAsync(SpotifyWorld.Account, onlyQueued: false, CancellationToken.None);
}
