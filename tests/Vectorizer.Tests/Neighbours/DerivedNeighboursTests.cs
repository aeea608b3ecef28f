using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Tests.Neighbours;

public sealed class DerivedNeighboursTests : IDisposable
{
    private readonly VectorizerWorld world = new();

    private TableNeighbourStore Neighbours => new(world.Tables.Of(NeighbourTable.Name), world.Tables.Of(VectorTable.Name));

    [Fact]
    public async Task Derive_MostPopular_HaveTheNeighboursOfASearch()
    {
        var tracks = Tracks();
        await world.PutTracksAsync(tracks);
        await world.DeriveAsync();

        var indexed = tracks.Where(track => track.Popularity >= 30).ToList();
        var seeds = indexed.OrderByDescending(track => track.Popularity).ThenBy(track => track.Id).Take(50).ToList();
        Assert.Equal(50, await Neighbours.CountAsync(CancellationToken.None));
        Assert.InRange(seeds.Count(seed => Known(seed).Contains(false)), 2, 48);
        foreach (var seed in seeds)
        {
            var weights = Known(seed).Select(known => known ? 1f : 0).ToArray();
            var expected = indexed.Where(track => track.Id != seed.Id)
                .Select(track => new Neighbour(track.Id, Cosine.Of(Vector(seed), Vector(track), weights)))
                .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id).Take(10);
            Assert.Equal(expected, (await Neighbours.GetAsync(seed.Id, CancellationToken.None))!.Neighbours);
        }

        Assert.Null(await Neighbours.GetAsync(Events.Track(9999), CancellationToken.None));
    }

    [Fact]
    public async Task Derive_NotEnabled_WaitsUntilItIsAskedFor()
    {
        world.Options.Precomputed.Enabled = false;
        await world.PutTracksAsync(Tracks());
        await world.DeriveAsync();
        Assert.Null(await world.Store.FindCurrentAsync(NeighbourTable.Name, CancellationToken.None));

        using var asked = world.Neighbours(askedSeeds: 20);
        Assert.Equal(20, (await asked.DeriveAsync(CancellationToken.None)).Published!.Rows);
        Assert.Null((await asked.DeriveAsync(CancellationToken.None)).Published);
    }

    [Fact]
    public async Task Get_VectorsHaveChangedSince_AnswersNothing()
    {
        var tracks = Tracks();
        world.Options.Precomputed.Enabled = false;
        await world.PutTracksAsync(tracks);
        await world.DeriveAsync();
        using (var asked = world.Neighbours(askedSeeds: 20))
            await asked.DeriveAsync(CancellationToken.None);
        var seed = tracks.OrderByDescending(track => track.Popularity).ThenBy(track => track.Id).First().Id;
        Assert.NotNull(await Neighbours.GetAsync(seed, CancellationToken.None));

        await world.PutTracksAsync([.. tracks, TestTrack.Of(500, 99)]);
        await world.DeriveAsync();
        Assert.Null(await Neighbours.GetAsync(seed, CancellationToken.None));
        Assert.Equal(0, await Neighbours.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Derive_NoVectors_Waits()
    {
        using var deriver = world.Neighbours();
        Assert.Equal(DerivedState.Waiting, (await deriver.DeriveAsync(CancellationToken.None)).State);
    }

    public void Dispose() => world.Dispose();

    private static bool[] Known(TestTrack track) => FeatureVector.Known(track.Sound!, track.Popularity);

    private static float[] Vector(TestTrack track) => FeatureVector.From(track.Sound!, track.Popularity);

    /// <summary>Random tracks, some without tempo or key.</summary>
    private static TestTrack[] Tracks()
    {
        var random = new Random(20261121);
        double Share() => random.NextDouble();
        return [.. Enumerable.Range(1, 150).Select(number => new TestTrack(number, random.Next(101), new AudioFeatures(
            random.Next(5) == 0 ? 0 : 60 + 140 * Share(), Share(), Share(), Share(), Share(), Share(), Share(), Share(), -20 * Share(), random.Next(13) - 1,
            random.Next(2), 3 + random.Next(3), 200_000)))];
    }
}
