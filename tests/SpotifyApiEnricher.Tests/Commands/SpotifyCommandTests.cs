using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Commands;

/// <summary>Every job that etl-jobs.md names has a command; each runs as a process against the fake Web API.</summary>
public sealed class SpotifyCommandTests : IAsyncLifetime, IDisposable
{
    private readonly CommandWorld world = new();

    public async Task InitializeAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        world.Library.Playlists[FakeLibrary.PlaylistId(1)] = (FakeLibrary.Me, [1, 2, 3]);
        world.Library.MyPlaylists.Add(FakeLibrary.PlaylistId(1));
        for (var i = 0; i < 12; i++)
            world.Library.Play(i, now.AddMinutes(-60 + i));
        await world.InitializeAsync();
    }

    public Task DisposeAsync() => world.DisposeAsync();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Commands_OfTheDocument_HaveTheirCounterpart()
    {
        Assert.Contains("platform spotify login", await DoneAsync("login --help"), StringComparison.Ordinal);
        Assert.Contains("play_history: 13 items in 2 requests, 12 new", await DoneAsync("plays"), StringComparison.Ordinal);
        Assert.Contains("playlists: ", await DoneAsync("playlists"), StringComparison.Ordinal);
        Assert.Contains("profile: ", await DoneAsync("profile"), StringComparison.Ordinal);
        Assert.Contains("raw answers again", await DoneAsync("replay"), StringComparison.Ordinal);
        var status = await DoneAsync("status");
        Assert.Contains("of 1,000 in the last 24 hours", status, StringComparison.Ordinal);
        Assert.Contains("Accounts: me.", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithoutCredentials_NamesTheRemedyAndFails()
    {
        var outcome = await world.RunAsync("spotify plays", withCredentials: false);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("has not granted access", outcome.Output, StringComparison.Ordinal);
    }

    private async Task<string> DoneAsync(string command)
    {
        var outcome = await world.RunAsync($"spotify {command}");
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        return outcome.Output;
    }
}
