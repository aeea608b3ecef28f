using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.LookupGateway.Tests.Lookup;

public sealed class TrackLookupTests
{
    private static readonly Isrc Shared = Isrc.Parse("USRC17607839");
    private static readonly Mbid Recording = Mbid.Parse("b1a9c0e9-d987-4042-ae91-78d6a3267d69");
    private static readonly AudioFeatures Features = new(120, .5, .5, .5, .5, .5, .5, .5, -6, 5, 1, 4, 200_000);

    [Fact]
    public async Task GetTrack_ByEveryName_IsTheSameTrack()
    {
        await using var gateway = new Gateway(new FakeCatalog(FakeCatalog.Track(Gateway.Id(7), "Seven", 50, Shared)));
        gateway.PutMatch(Gateway.Id(7), Shared, Recording);

        foreach (var name in new[] { Gateway.Id(7).ToString(), $"spotify:track:{Gateway.Id(7)}", Shared.Code, Recording.ToString() })
        {
            var result = await gateway.Lookup.GetTrackAsync(name, CancellationToken.None);
            Assert.Equal(Gateway.Id(7), result.Track.Id);
            Assert.Equal(Recording, result.Match?.Mbid);
        }
    }

    [Fact]
    public async Task GetTrack_SeveralShareTheIsrc_IsTheMostPopular()
    {
        await using var gateway = new Gateway(new FakeCatalog(
            FakeCatalog.Track(Gateway.Id(1), "One", 10, Shared), FakeCatalog.Track(Gateway.Id(2), "Two", 90, Shared), FakeCatalog.Track(Gateway.Id(3), "Three", 90, Shared)));
        for (var i = 1; i <= 3; i++)
            gateway.PutMatch(Gateway.Id(i), Shared, null);
        Assert.Equal(Gateway.Id(2), (await gateway.Lookup.GetTrackAsync(Shared.Code, CancellationToken.None)).Track.Id);
    }

    [Fact]
    public async Task Lookup_NoTableYet_SaysWhichAndNotThatTheTrackIsUnknown()
    {
        await using var gateway = new Gateway();
        var id = Gateway.Id(1).ToString();
        Assert.Equal("tracks", (await Assert.ThrowsAsync<TableNotBuiltException>(() => gateway.Lookup.GetTrackAsync(id, CancellationToken.None))).Table);
        Assert.Equal("features", (await Assert.ThrowsAsync<TableNotBuiltException>(() => gateway.Lookup.GetFeaturesAsync(id, CancellationToken.None))).Table);
        Assert.Equal("features", (await Assert.ThrowsAsync<TableNotBuiltException>(() => gateway.SimilarAsync(id, 5))).Table);
        Assert.Equal("pairs", (await Assert.ThrowsAsync<TableNotBuiltException>(() => gateway.Lookup.FindCooccurringAsync(id, 5, CancellationToken.None))).Table);
    }

    [Fact]
    public async Task Lookup_UnknownTrack_IsNotFound()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        var id = Gateway.Id(1).ToString();
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetTrackAsync(id, CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetTrackAsync(Shared.Code, CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetFeaturesAsync(id, CancellationToken.None));
        Assert.Equal("analysis-00", (await Assert.ThrowsAsync<TableNotBuiltException>(() => gateway.Lookup.GetAnalysisAsync(id, CancellationToken.None))).Table);
        await new ShardWriter(gateway.Get<IArtifactStore>(), gateway.Get<TableStore>(), new World(1)).LoadEmptyAsync(gateway.Get<IWarehouse>());
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetAnalysisAsync(id, CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.SimilarAsync(id, 5));
        await PairTables.PublishAsync(gateway.Get<TableStore>(), [], playlists: 0, revision: 1);
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.FindCooccurringAsync(id, 5, CancellationToken.None));
    }

    [Fact]
    public async Task BatchGet_KnownAndUnknown_KeepsTheRequestedOrder()
    {
        await using var gateway = new Gateway(new FakeCatalog(FakeCatalog.Track(Gateway.Id(1), "One", 1), FakeCatalog.Track(Gateway.Id(2), "Two", 2)));
        string[] names = [Gateway.Id(2).ToString(), Gateway.Id(9).ToString(), Gateway.Id(1).ToString(), Shared.Code];

        var (tracks, unknown) = await gateway.Lookup.BatchGetAsync(names, CancellationToken.None);

        Assert.Equal(["Two", "One"], tracks.Select(result => result.Track.Name));
        Assert.Equal([Gateway.Id(9).ToString(), Shared.Code], unknown);
    }

    [Fact]
    public async Task FindSimilar_SeedBelowTheIndex_StillFindsNeighbours()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        var description = new TrackDescription(Gateway.Id(1), "Rare", "Artist", 3, null, null, []);
        gateway.Features.Put(Gateway.Id(1), Features, description);
        await gateway.PutVectorsAsync(new VectorPoint(Gateway.Id(2), FeatureVector.From(Features, 80), description with { Id = Gateway.Id(2), Title = "Hit" }, null));

        var result = await gateway.SimilarAsync(Gateway.Id(1).ToString(), 5);

        Assert.Equal("Hit", Assert.Single(result.Hits).Payload.Title);
    }

    [Fact]
    public async Task FindSimilar_SeedWithMissingValues_DoesNotCountThem()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        var seed = Features with { Tempo = 0, Key = -1 };
        gateway.Features.Put(Gateway.Id(1), seed);
        var description = new TrackDescription(Gateway.Id(2), "Fast in B", "Artist", 50, null, null, []);
        await gateway.PutVectorsAsync(
            new VectorPoint(Gateway.Id(2), FeatureVector.From(Features with { Tempo = 200, Key = 11 }, 90), description, null),
            new VectorPoint(Gateway.Id(3), FeatureVector.From(seed with { Energy = .45 }, 0), description with { Id = Gateway.Id(3) }, null));

        var result = await gateway.SimilarAsync(Gateway.Id(1).ToString(), 5);

        // The seed has no tempo, key or popularity, so those dimensions do not affect the score.
        Assert.Equal([Gateway.Id(2), Gateway.Id(3)], result.Hits.Select(hit => hit.Id));
        Assert.Equal(1, result.Hits[0].Score, 12);
    }

    [Fact]
    public async Task GetFeatures_Answered_SayWhereTheyCameFromAndWhatIsKnown()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        gateway.Features.Put(Gateway.Id(1), Features with { Valence = null }, provenance: FeatureProvenance.OfDataSet(new byte[32]));

        var features = (await gateway.Get<LookupApi>().GetFeaturesAsync(new() { Track = Gateway.Id(1).ToString() }, CancellationToken.None)).Features;

        Assert.Equal((Contracts.Lookup.V1.FeatureOrigin.DataSet, "0000000000000000"), (features.Origin, features.OriginFile));
        Assert.InRange(features.CachedAtMs, 1, long.MaxValue);
        Assert.Equal([3, 12], Enumerable.Range(0, 13).Where(d => !features.Known[d]));
    }

    [Fact]
    public async Task FindCooccurring_PairsOfATrack_NameTheOtherOne()
    {
        await using var gateway = new Gateway(new FakeCatalog(FakeCatalog.Track(Gateway.Id(3), "Three", 40)));
        TrackPair[] pairs = [PairTables.Pair(Gateway.Id(1), Gateway.Id(2), 5, 10, 20, 1_000), PairTables.Pair(Gateway.Id(2), Gateway.Id(3), 9, 20, 12, 1_000)];
        await PairTables.PublishAsync(gateway.Get<TableStore>(), pairs, playlists: 1_000, revision: 1);

        var result = await gateway.Lookup.FindCooccurringAsync(Gateway.Id(2).ToString(), 10, CancellationToken.None);

        Assert.Equal([Gateway.Id(3), Gateway.Id(1)], result.Pairs.Select(pair => pair.Other(result.Id)));
        Assert.Equal("Three", result.Others[Gateway.Id(3)].Name);
    }
}
