using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.LookupGateway.Tests.Api;

public sealed class LookupApiTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public async Task FindSimilar_LimitOutOfBounds_IsRefusedBeforeAnyStoreIsAsked(int limit)
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await Assert.ThrowsAsync<MalformedRequestException>(() => gateway.Get<LookupApi>().FindSimilarAsync(
            new FindSimilarRequest { Track = Gateway.Id(1).ToString(), Limit = limit }, CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task BatchGet_TooFewOrTooMany_IsRefused(int count)
    {
        await using var gateway = new Gateway(new FakeCatalog());
        var request = new BatchGetTracksRequest { Tracks = { Enumerable.Repeat(Gateway.Id(1).ToString(), count) } };
        await Assert.ThrowsAsync<MalformedRequestException>(() => gateway.Get<LookupApi>().BatchGetTracksAsync(request, CancellationToken.None));
        var pairs = new BatchGetPairsRequest { Pairs = { Enumerable.Repeat(new GetPairRequest { TrackA = Gateway.Id(1).ToString(), TrackB = Gateway.Id(2).ToString() }, count) } };
        await Assert.ThrowsAsync<MalformedRequestException>(() => gateway.Get<LookupApi>().BatchGetPairsAsync(pairs, CancellationToken.None));
    }

    [Theory]
    [InlineData(1, 5 << 20, 1, "4194304")]
    [InlineData(100, 50_000, 1, "fewer tracks")]
    [InlineData(1, 10, 10_001, "10000")]
    public async Task BatchGet_AnswerTooLarge_IsRefusedWithTheLimit(int tracks, int nameLength, int genres, string said)
    {
        var ids = Enumerable.Range(1, tracks).Select(Gateway.Id).ToList();
        await using var gateway = new Gateway(new FakeCatalog(
            [.. ids.Select(id => FakeCatalog.Track(id, new string('x', nameLength), 50) with { Genres = [.. Enumerable.Repeat("folk", genres)] })]));
        var request = new BatchGetTracksRequest { Tracks = { ids.Select(id => id.ToString()) } };

        var error = await Assert.ThrowsAsync<AnswerTooLargeException>(() => gateway.Get<LookupApi>().BatchGetTracksAsync(request, CancellationToken.None));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        if (tracks == 1)
            await Assert.ThrowsAsync<AnswerTooLargeException>(() => gateway.Get<LookupApi>().GetTrackAsync(new GetTrackRequest { Track = ids[0].ToString() }, CancellationToken.None));
    }

    [Fact]
    public async Task BatchGetPairs_InAnyOrder_GivesTheSameAsOneByOneWithoutThoseThatAreNoPair()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        TrackPair[] stored = [PairTables.Pair(Gateway.Id(1), Gateway.Id(2), 5, 10, 20, 1_000), PairTables.Pair(Gateway.Id(2), Gateway.Id(3), 9, 20, 12, 1_000)];
        await PairTables.PublishAsync(gateway.Get<TableStore>(), stored, playlists: 1_000, revision: 1);
        GetPairRequest[] asked = [Asked(2, 3), Asked(1, 3), Asked(2, 1), new() { TrackA = "QZAAA2600001", TrackB = Gateway.Id(1).ToString() }];
        var api = gateway.Get<LookupApi>();

        var pairs = (await api.BatchGetPairsAsync(new BatchGetPairsRequest { Pairs = { asked } }, CancellationToken.None)).Pairs;

        Assert.Equal(
            [(await api.GetPairAsync(asked[0], CancellationToken.None)).Pair, (await api.GetPairAsync(asked[2], CancellationToken.None)).Pair],
            pairs);
        Assert.Equal([9, 5], pairs.Select(pair => pair.Count));
        await Assert.ThrowsAsync<MalformedNameException>(() => api.BatchGetPairsAsync(
            new BatchGetPairsRequest { Pairs = { asked[0], new GetPairRequest { TrackA = "nonsense", TrackB = "" } } }, CancellationToken.None));

        static GetPairRequest Asked(int a, int b) => new() { TrackA = Gateway.Id(a).ToString(), TrackB = Gateway.Id(b).ToString() };
    }

    [Fact]
    public async Task GetTrack_Answered_SaysItsSourceAndTheMatchs()
    {
        await using var gateway = new Gateway(new FakeCatalog(FakeCatalog.Track(Gateway.Id(1), "One", 50)));
        gateway.PutMatch(Gateway.Id(1), null, null);

        var track = (await gateway.Get<LookupApi>().GetTrackAsync(new GetTrackRequest { Track = Gateway.Id(1).ToString() }, CancellationToken.None)).Track;

        Assert.Equal((Source.Catalog, Source.XrefStore, "no_match", ""), (track.Source, track.Match.Source, track.Match.Method, track.Match.Mbid));
        Assert.Equal("The One", Assert.Single(track.Artists).Name);
    }
}
