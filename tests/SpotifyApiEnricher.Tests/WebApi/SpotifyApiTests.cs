using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.WebApi;

/// <summary>Answers that fail.</summary>
public sealed class SpotifyApiTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public SpotifyApiTests() => world.Library.Play(1, SpotifyWorld.Start.AddMinutes(-5));

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(Fault.ServerError)]
    [InlineData(Fault.CutAnswer)]
    [InlineData(Fault.NoConnection)]
    public async Task Get_OfAnAnswerThatFailsTwice_IsRepeatedAndCounted(object fault)
    {
        world.Api.Faults = number => number is 1 or 2 ? (Fault)fault : Fault.None;
        Assert.Equal(RunOutcomeKind.Done, (await world.PollAsync()).Outcome);
        Assert.Single(world.Rows("SELECT * FROM play_history"));
        Assert.Equal(4, world.Quota.LastDay); // me, me, me, plays
    }

    [Theory]
    [InlineData(Fault.ServerError)]
    [InlineData(Fault.CutAnswer)]
    [InlineData(Fault.NoConnection)]
    public async Task Get_OfAnAnswerThatAlwaysFails_StoresNothing(object fault)
    {
        world.Api.Faults = _ => (Fault)fault;
        var result = await world.PollAsync();
        Assert.Equal(RunOutcomeKind.Failed, result.Outcome);
        Assert.Empty(world.Rows("SELECT * FROM staging_raw"));
        Assert.Empty(world.Rows("SELECT * FROM not_found"));
        Assert.Equal(["failed|"], world.Rows("SELECT outcome, cursor_after FROM ingest_runs"));
    }

    [Fact]
    public async Task Get_WithATokenThatEnded_AsksForANewOne()
    {
        world.Api.Faults = number => number == 1 ? Fault.Unauthorized : Fault.None;
        Assert.Equal(RunOutcomeKind.Done, (await world.PollAsync()).Outcome);
        Assert.Equal(["refresh_token", "refresh_token"], world.Api.Grants);
    }

    [Fact]
    public async Task Get_WithATokenThatIsAlwaysRefused_SaysWhatToDo()
    {
        world.Api.Faults = _ => Fault.Unauthorized;
        var result = await world.PollAsync();
        Assert.Equal(RunOutcomeKind.Failed, result.Outcome);
        Assert.Contains("Spotify API authentication failed", result.Detail, StringComparison.Ordinal);
        Assert.Contains("platform spotify login", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfAnAnswerThatIsTooLong_FailsWithTheBound()
    {
        world.Api.Overrides["me"] = () => new HttpResponseMessage { Content = new ByteArrayContent(new byte[9 * 1024 * 1024]) };
        var result = await world.PollAsync();
        Assert.Equal(RunOutcomeKind.Failed, result.Outcome);
        Assert.Contains("SpotifyApiEnricher:MaxAnswerBytes", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WithoutCredentials_NamesTheVariable()
    {
        world.Credentials();
        var result = await world.PollAsync();
        Assert.Contains($"Account 'me' has not granted access", result.Detail, StringComparison.Ordinal);
        Assert.Contains(SpotifyCredentials.RefreshTokenName, result.Detail, StringComparison.Ordinal);
    }
}
