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
        await gateway.PutMatchAsync(Gateway.Id(7), Shared, Recording);

        foreach (var name in new[] { Gateway.Id(7).ToString(), $"spotify:track:{Gateway.Id(7)}", Shared.Code, Recording.ToString() })
        {
            var result = await gateway.Lookup.GetTrackAsync(name, CancellationToken.None);
            Assert.Equal(Gateway.Id(7), result.Track.Id);
            Assert.Equal(ResultSource.Catalog, result.Source);
            Assert.Equal(Recording, result.Match?.Mbid);
        }
    }

    [Fact]
    public async Task GetTrack_SeveralShareTheIsrc_IsTheMostPopular()
    {
        await using var gateway = new Gateway(new FakeCatalog(
            FakeCatalog.Track(Gateway.Id(1), "One", 10, Shared), FakeCatalog.Track(Gateway.Id(2), "Two", 90, Shared), FakeCatalog.Track(Gateway.Id(3), "Three", 90, Shared)));
        Assert.Equal(Gateway.Id(2), (await gateway.Lookup.GetTrackAsync(Shared.Code, CancellationToken.None)).Track.Id);

        for (var i = 1; i <= 3; i++)
            await gateway.PutMatchAsync(Gateway.Id(i), Shared, null);
        Assert.Equal(Gateway.Id(2), (await gateway.Lookup.GetTrackAsync(Shared.Code, CancellationToken.None)).Track.Id);
    }

    [Fact]
    public async Task GetTrack_NotInTheCatalog_ComesFromTheFeatureStoreAndSaysSo()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await gateway.Get<IFeatureStore>().PutDescriptionsAsync([new TrackDescription(Gateway.Id(1), "Title", "Artist", 40, 1999, null, ["jazz"])], CancellationToken.None);

        var result = await gateway.Lookup.GetTrackAsync(Gateway.Id(1).ToString(), CancellationToken.None);

        Assert.Equal((ResultSource.FeatureStore, "Title", "1999"), (result.Source, result.Track.Name, result.Track.ReleaseDate));
    }

    [Fact]
    public async Task Lookup_UnknownTrack_IsNotFound()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        var id = Gateway.Id(1).ToString();
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetTrackAsync(id, CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetTrackAsync(Shared.Code, CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetFeaturesAsync(id, CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.Lookup.GetAnalysisAsync(id, CancellationToken.None));
        await Assert.ThrowsAsync<NotFoundException>(() => gateway.SimilarAsync(id, 5));
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
        await gateway.Get<IFeatureStore>().PutFeaturesAsync([new TrackFeatures(Gateway.Id(1), Features, new FeatureProvenance(FeatureOrigin.Computed, null))], CancellationToken.None);
        await gateway.Get<IFeatureStore>().PutDescriptionsAsync([description], CancellationToken.None);
        await gateway.PutVectorsAsync(new VectorPoint(Gateway.Id(2), FeatureVector.From(Features, 80), description with { Id = Gateway.Id(2), Title = "Hit" }, null));

        var result = await gateway.SimilarAsync(Gateway.Id(1).ToString(), 5);

        Assert.Equal("Hit", Assert.Single(result.Hits).Payload.Title);
    }

    [Fact]
    public async Task FindSimilar_SeedWithMissingValues_DoesNotCountThem()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        var seed = Features with { Tempo = 0, Key = -1 };
        await gateway.Get<IFeatureStore>().PutFeaturesAsync(
            [new TrackFeatures(Gateway.Id(1), seed, new FeatureProvenance(FeatureOrigin.Computed, null))], CancellationToken.None);
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
        await gateway.Get<IFeatureStore>().PutFeaturesAsync(
            [new TrackFeatures(Gateway.Id(1), Features with { Valence = null }, FeatureProvenance.OfDataSet(new byte[32]))], CancellationToken.None);

        var features = (await gateway.Get<LookupApi>().GetFeaturesAsync(new() { Track = Gateway.Id(1).ToString() }, CancellationToken.None)).Features;

        Assert.Equal((Contracts.Lookup.V1.FeatureOrigin.DataSet, "0000000000000000"), (features.Origin, features.OriginFile));
        Assert.InRange(features.CachedAtMs, 1, long.MaxValue);
        Assert.Equal([3, 12], Enumerable.Range(0, 13).Where(d => !features.Known[d]));
    }

    [Fact]
    public async Task FindCooccurring_PairsOfATrack_NameTheOtherOne()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        TrackPair[] pairs = [PairTables.Pair(Gateway.Id(1), Gateway.Id(2), 5, 10, 20, 1_000), PairTables.Pair(Gateway.Id(2), Gateway.Id(3), 9, 20, 12, 1_000)];
        await PairTables.PublishAsync(gateway.Get<TableStore>(), pairs, playlists: 1_000, revision: 1);
        await gateway.Get<IFeatureStore>().PutDescriptionsAsync([new TrackDescription(Gateway.Id(3), "Three", "Artist", 40, null, null, [])], CancellationToken.None);

        var result = await gateway.Lookup.FindCooccurringAsync(Gateway.Id(2).ToString(), 10, CancellationToken.None);

        Assert.Equal([Gateway.Id(3), Gateway.Id(1)], result.Pairs.Select(pair => pair.Other(result.Id)));
        Assert.Equal("Three", result.Names[Gateway.Id(3)].Title);
    }
}
