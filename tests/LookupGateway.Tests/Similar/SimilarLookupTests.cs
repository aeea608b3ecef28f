using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using static SpotifyPlatform.LookupGateway.Tests.Similar.SimilarTracks;

namespace SpotifyPlatform.LookupGateway.Tests.Similar;

public sealed class SimilarLookupTests
{
    [Fact]
    public async Task Find_FilterAndWeights_ReachTheIndex()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await PutAsync(gateway, 1, Sound, artist: 7);
        await PutAsync(gateway, 2, Sound, artist: 7, year: 1994, genre: "jazz");
        await PutAsync(gateway, 3, Sound with { Energy = .9 }, artist: 8, year: 1999, genre: "jazz");
        await PutAsync(gateway, 4, Sound with { Tempo = 60 }, artist: 8, year: 1990, genre: "rock");

        Assert.Equal([2, 3, 4], await FindAsync(gateway));
        Assert.Equal([3, 4], await FindAsync(gateway, ("exclude_seed_artists", "true")));
        Assert.Equal([2], await FindAsync(gateway, ("exclude_artist", new ArtistId(8).ToString())));
        Assert.Equal([2, 3], await FindAsync(gateway, ("genre", "jazz"), ("genre", "blues"), ("decade", "1990")));
        Assert.Equal([2], await FindAsync(gateway, ("min_year", "1991"), ("max_year", "1998")));
        Assert.Equal([2, 4], (await FindAsync(gateway, ("weight.energy", "50"), ("weight.tempo", "0"))).Take(2).Order());
        Assert.Empty(await FindAsync(gateway, ("min_popularity", "51")));
        Assert.Empty(await FindAsync(gateway, ("explicit", "true")));
        Assert.Equal([2, 3, 4], await FindAsync(gateway, ("has_mbid", "false"), ("explicit", "false"), ("max_popularity", "50")));
    }

    [Fact]
    public async Task Find_Explained_SaysWhyInItsAnswer()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await PutAsync(gateway, 1, Sound, artist: 7);
        await PutAsync(gateway, 2, Sound with { Tempo = 122, Acousticness = .9 }, artist: 8);

        var found = Assert.Single((await AskAsync(gateway, ("explain", "true"))).Similar);

        Assert.Equal(found.Score, found.Explanation.Dimensions.Sum(d => d.Contribution), 1e-6);
        Assert.Contains("both fast: 122 and 120 BPM", found.Explanation.Agreements);
        Assert.Equal(["more acoustic: 0.90 against 0.50"], found.Explanation.Differences);
        Assert.Null(Assert.Single((await AskAsync(gateway)).Similar).Explanation);
    }

    [Fact]
    public async Task Find_WithAnEmbedding_CountsTheTextAndExplainsIt()
    {
        await using var gateway = new Gateway(new FakeCatalog(), embedding: 64);
        await PutAsync(gateway, 1, Sound, artist: 7, genre: "bebop");
        await PutAsync(gateway, 2, Sound with { Energy = .45 }, artist: 8, genre: "sertanejo universitário");
        await PutAsync(gateway, 3, Sound with { Energy = .4 }, artist: 8, genre: "bebop");

        Assert.Equal([3, 2], await FindAsync(gateway));
        var found = (await AskAsync(gateway, ("explain", "true"), ("weight.energy", "2"))).Similar;
        Assert.All(found, track => Assert.Equal(track.Score, track.Explanation.Dimensions.Sum(d => d.Contribution), 1e-6));
        Assert.All(found, track => Assert.Equal("text", track.Explanation.Dimensions[^1].Name));
    }

    [Fact]
    public async Task Find_SeedWithoutText_ComparesTheFeaturesAlone()
    {
        await using var gateway = new Gateway(new FakeCatalog(), embedding: 64);
        gateway.Features.Put(Gateway.Id(1), Sound, provenance: Computed);
        await PutAsync(gateway, 2, Sound, artist: 8);
        Assert.Equal(1, Assert.Single((await AskAsync(gateway)).Similar).Score, 1e-6);
    }

    [Fact]
    public async Task Find_SeedHasNoWeightedDimension_IsNotFound()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await PutAsync(gateway, 1, Sound with { Tempo = 0 }, artist: 7);
        (string, string)[] onlyTempo = [.. FeatureVector.Names.Where(name => name != "tempo").Select(name => ($"weight.{name}", "0"))];
        var ex = await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(gateway, onlyTempo));
        Assert.Contains("weighted dimension", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_SeedWithoutArtists_CannotLeaveThemOut()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        gateway.Features.Put(Gateway.Id(1), Sound, provenance: Computed);
        await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(gateway, ("exclude_seed_artists", "true")));
    }

    [Fact]
    public async Task Find_PlainQueryWithNeighbours_UsesThem()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        for (var i = 1; i <= 4; i++)
            await PutAsync(gateway, i, Sound, artist: i);

        // In another order than the index would have, to tell the two apart.
        await gateway.PutNeighboursAsync(new SeedNeighbours(Gateway.Id(1), [new Neighbour(Gateway.Id(4), .9), new Neighbour(Gateway.Id(2), .8)]));

        var answer = await AskAsync(gateway, ("limit", "2"));
        Assert.Equal(Source.Precomputed, answer.Source);
        Assert.Equal([("Track 4", .9), ("Track 2", .8)], answer.Similar.Select(track => (track.Name, track.Score)));
        Assert.Equal([4], await FindAsync(gateway, ("limit", "1")));
    }

    [Fact]
    public async Task Find_PromotedTrack_IsAmongPrecomputedNeighbours()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await PutAsync(gateway, 1, Sound, artist: 1);
        await PutAsync(gateway, 2, Sound with { Energy = .1 }, artist: 2);
        await gateway.PutNeighboursAsync(new SeedNeighbours(Gateway.Id(1), [new Neighbour(Gateway.Id(2), .9)]));
        Assert.Equal([2], await FindAsync(gateway, ("limit", "1")));

        PutProfile(gateway, 3, Sound, popularity: 20);
        await gateway.Get<IAccessStore>().MergeAsync(new AccessCounts(Guid.NewGuid(), [new TrackAccess(Gateway.Id(3), 3, DateTimeOffset.UnixEpoch)]), CancellationToken.None);
        await gateway.Get<IAccessStore>().MarkPromotedAsync([Gateway.Id(3)], CancellationToken.None);
        await gateway.Get<IVectorIndex>().RefreshAsync(CancellationToken.None);

        Assert.Equal([3], await FindAsync(gateway, ("limit", "1")));
        Assert.Equal(Source.Precomputed, (await AskAsync(gateway, ("limit", "1"))).Source);
    }

    [Theory]
    [InlineData("limit", "3")]
    [InlineData("explain", "true")]
    [InlineData("weight.tempo", "2")]
    [InlineData("max_popularity", "60")]
    [InlineData("exclude_seed_artists", "true")]
    public async Task Find_MoreThanIsPrecomputed_IsAnsweredFromTheIndex(string name, string text)
    {
        await using var gateway = new Gateway(new FakeCatalog());
        for (var i = 1; i <= 4; i++)
            await PutAsync(gateway, i, Sound, artist: i);
        await gateway.PutNeighboursAsync(new SeedNeighbours(Gateway.Id(1), [new Neighbour(Gateway.Id(4), .9), new Neighbour(Gateway.Id(2), .8)]));

        var answer = await AskAsync(gateway, (name, text), ("limit", name == "limit" ? text : "2"));

        Assert.Equal(Source.VectorIndex, answer.Source);
        Assert.Equal("Track 2", answer.Similar[0].Name);
    }

    [Fact]
    public async Task Find_NeighboursOfOtherVectorsOrUndescribed_IsAnsweredFromTheIndex()
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await PutAsync(gateway, 1, Sound, artist: 1);
        await PutAsync(gateway, 2, Sound, artist: 2);
        await gateway.PutNeighboursAsync(new SeedNeighbours(Gateway.Id(1), [new Neighbour(Gateway.Id(2), .8)]));
        Assert.Equal(Source.Precomputed, (await AskAsync(gateway, ("limit", "1"))).Source);
        await PutAsync(gateway, 3, Sound, artist: 3);
        Assert.Equal(Source.VectorIndex, (await AskAsync(gateway, ("limit", "1"))).Source);
        await gateway.PutNeighboursAsync(new SeedNeighbours(Gateway.Id(1), [new Neighbour(Gateway.Id(99), .8)]));
        Assert.Equal(Source.VectorIndex, (await AskAsync(gateway, ("limit", "1"))).Source);
    }

    /// <summary>Tier B is kept once it is computed, tier C is computed each time: seen by what a changed store answers.</summary>
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public async Task Get_SeedAskedForAgain_IsKeptFromTierBUp(int popularity, bool kept)
    {
        await using var gateway = new Gateway(new FakeCatalog());
        await PutAsync(gateway, 1, Sound, artist: 7, popularity: popularity);
        var seeds = gateway.Get<SeedVectorCache>();
        var before = await seeds.GetAsync(Gateway.Id(1), CancellationToken.None);
        await PutAsync(gateway, 1, Sound with { Energy = 1 }, artist: 7, popularity: popularity);
        var after = await seeds.GetAsync(Gateway.Id(1), CancellationToken.None);
        Assert.Equal(kept, before.Vector.SequenceEqual(after.Vector));
    }

    private static async Task<IEnumerable<int>> FindAsync(Gateway gateway, params (string Name, string Text)[] parameters) =>
        (await AskAsync(gateway, parameters)).Similar.Select(track => (int)TrackId.Parse(track.SpotifyId).Value);

    private static Task<FindSimilarResponse> AskAsync(Gateway gateway, params (string Name, string Text)[] parameters) => gateway.Get<LookupApi>().FindSimilarAsync(
        SimilarParameters.Read(Gateway.Id(1).ToString(), parameters.Select(p => KeyValuePair.Create(p.Name, p.Text))), CancellationToken.None);
}
