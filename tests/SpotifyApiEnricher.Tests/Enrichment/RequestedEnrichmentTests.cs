using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.SpotifyApiEnricher.Consumers;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Enrichment;

public sealed class RequestedEnrichmentTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Run_OfANameOnATrack_FindsTheArtistThere()
    {
        await RequestAsync("Invented Band 7", $"spotify:track:{FakeLibrary.TrackId(7)}");
        Assert.Equal(RunOutcomeKind.Done, (await world.Requested.RunAsync(null, CancellationToken.None)).Outcome);
        Assert.Equal([FakeLibrary.ArtistId(7) + "|1"], world.Rows("SELECT resolved_id, is_found FROM enrichment_request"));
        Assert.DoesNotContain(world.Api.Requests, request => request.Path.StartsWith("search", StringComparison.Ordinal));
        var published = Assert.Single(world.Get<IOutbox>().ListArtists(10));
        Assert.Equal((FakeLibrary.ArtistId(7), "Invented Band 7"), (published.Id, Assert.Single(published.Names)));
        Assert.False(world.Requested.HasWork);
    }

    [Fact]
    public async Task Run_OfANameAlone_Searches()
    {
        await RequestAsync("invented band 3", "");
        await world.Requested.RunAsync(null, CancellationToken.None);
        Assert.Equal([FakeLibrary.ArtistId(3) + "|1"], world.Rows("SELECT resolved_id, is_found FROM enrichment_request"));
        Assert.Equal(["Invented Band 3"], world.Rows("SELECT name FROM artists WHERE enriched_at IS NOT NULL"));
    }

    [Fact]
    public async Task Run_OfANameThatNobodyHas_IsAnsweredAndAskedAgainMuchLater()
    {
        await RequestAsync("Nobody of that name", "");
        await world.Requested.RunAsync(null, CancellationToken.None);
        Assert.Equal(["|0"], world.Rows("SELECT resolved_id, is_found FROM enrichment_request"));
        Assert.False(world.Requested.HasWork);
        world.Clock.Advance(TimeSpan.FromDays(91));
        Assert.True(world.Requested.HasWork);
    }

    [Fact]
    public async Task Run_OfTracks_EnrichesThem()
    {
        var message = new TracksRequested { RequestedBy = "test", TrackIds = { FakeLibrary.TrackId(4), FakeLibrary.TrackId(9) } };
        Assert.Null(await new TracksRequestedConsumer(world.Enrichment).HandleAsync(message, CancellationToken.None));
        await world.Requested.RunAsync(null, CancellationToken.None);
        var tracks = world.Get<IOutbox>().ListTracks(10);
        Assert.Equal(["Song 4", "Song 9"], tracks.Select(track => track.Name));
        Assert.Equal(("2021-05-06", 181_004L, 4L, true, "QZZZZ2100004", "Album 4"), (tracks[0].ReleaseDate, tracks[0].DurationMs, tracks[0].Popularity, tracks[0].Explicit, tracks[0].Isrc, tracks[0].AlbumName));
    }

    [Fact]
    public async Task Run_ThatFails_LeavesTheRequestOpen()
    {
        await RequestAsync("Invented Band 7", $"spotify:track:{FakeLibrary.TrackId(7)}");
        world.Api.Faults = _ => Fault.ServerError;
        Assert.Equal(RunOutcomeKind.Failed, (await world.Requested.RunAsync(null, CancellationToken.None)).Outcome);
        Assert.True(world.Requested.HasWork);
        Assert.Equal([""], world.Rows("SELECT answered_at FROM enrichment_request"));
    }

    [Fact]
    public async Task Handle_AnEventThatCannotBe_IsRefused()
    {
        Assert.NotNull(await new ArtistsRequestedConsumer(world.Enrichment).HandleAsync(new ArtistsRequested { Artists = { new RequestedArtist() } }, CancellationToken.None));
        Assert.NotNull(await new TracksRequestedConsumer(world.Enrichment).HandleAsync(new TracksRequested { TrackIds = { "../me" } }, CancellationToken.None));
        Assert.False(world.Requested.HasWork);
    }

    private async Task RequestAsync(string name, string uri) => Assert.Null(await new ArtistsRequestedConsumer(world.Enrichment).HandleAsync(
        new ArtistsRequested { RequestedBy = "listening-history/me", Artists = { new RequestedArtist { Name = name, TrackUri = uri } } }, CancellationToken.None));
}
