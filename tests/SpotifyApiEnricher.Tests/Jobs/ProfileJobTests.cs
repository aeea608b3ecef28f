using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Jobs;

public sealed class ProfileJobTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public ProfileJobTests()
    {
        world.Library.Playlists[FakeLibrary.PlaylistId(2)] = ("other_user", [1]);
        world.Library.MyPlaylists.Add(FakeLibrary.PlaylistId(2));
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Run_WritesMeOwnersAndFollowedUsers()
    {
        await world.Playlists.RunAsync(SpotifyWorld.Account, onlyQueued: false, CancellationToken.None);
        Assert.Equal(RunOutcomeKind.Done, (await world.Profile.RunAsync(SpotifyWorld.Account, CancellationToken.None)).Outcome);
        Assert.Equal(["followed_user|0", $"{FakeLibrary.Me}|1", "other_user|0"], world.Rows("SELECT user_id, is_me FROM users ORDER BY user_id"));
        Assert.Equal(["followed_user|followed", "other_user|playlist_owner"], world.Rows("SELECT related_user_id, relationship FROM user_relationships ORDER BY 1"));
        Assert.Equal(["Name of other_user"], world.Rows("SELECT display_name FROM users WHERE user_id = 'other_user'"));
    }

    [Fact]
    public async Task Run_OfAnApplicationInDevelopmentMode_NamesWhatItNoLongerHasAndDoesNotAskAgain()
    {
        world.Api.IsExtended = false;
        await world.Playlists.RunAsync(SpotifyWorld.Account, onlyQueued: false, CancellationToken.None);
        var result = await world.Profile.RunAsync(SpotifyWorld.Account, CancellationToken.None);
        Assert.Equal(RunOutcomeKind.Done, result.Outcome);
        Assert.Contains("no longer has GET /users/{id}", result.Detail, StringComparison.Ordinal);
        Assert.Contains("no longer has GET /me/following", result.Detail, StringComparison.Ordinal);
        Assert.Equal(["Owner other_user"], world.Rows("SELECT display_name FROM users WHERE user_id = 'other_user'"));
        world.Restart();
        Assert.Equal(1, (await world.Profile.RunAsync(SpotifyWorld.Account, CancellationToken.None)).Requests);
    }
}
