using SpotifyPlatform.Embedding;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Tests.Vectors;

public sealed class DerivedVectorsTests : IDisposable
{
    private readonly VectorizerWorld world = new();

    [Fact]
    public async Task Derive_TracksAndFeatures_HasTierAWhole()
    {
        await world.PutTracksAsync(
            TestTrack.Of(1, 50), TestTrack.Of(2, 29), TestTrack.Of(3, 30), new TestTrack(4, 90, null), TestTrack.Of(5, -1),
            new TestTrack(6, 90, AudioFeatures.None with { DurationMs = 5 }));
        await world.DeriveAsync();

        var points = await world.PointsAsync();
        Assert.Equal([Events.Track(1), Events.Track(3)], points.Keys.Order());
        var (point, expected) = (points[Events.Track(1)], TestTrack.Of(1, 50));
        Assert.Equal(FeatureVector.From(expected.Sound!, 50), point.Vector);
        Assert.Equal(("Track 1", "First, Second", 50, 1999, true), (point.Payload.Title, point.Payload.Artist, point.Payload.Popularity, point.Payload.Year, point.Payload.Explicit));
        Assert.Equal([Events.Artist(1_000), Events.Artist(2_000)], point.Payload.ArtistIds);
        Assert.Equal(["ambient", "jazz"], point.Payload.Genres);
        Assert.Null(point.Mbid);

        using var table = await world.OpenAsync(VectorTable.Name);
        Assert.Equal(2, table.Manifest.Counts[VectorTable.Vectors]);
        Assert.Equal([("below_min_popularity", 1L), ("no_values", 1L), ("not_in_catalog", 1L)], table.Manifest.LeftOut.Select(reason => (reason.Key, reason.Value)));
        var counts = await new TablePopularity(world.Tables.Of(VectorTable.Name)).CountByPopularityAsync(CancellationToken.None);
        Assert.Equal([29, 30, 50], Enumerable.Range(0, 101).Where(popularity => counts[popularity] == 1));
        Assert.Equal(3, counts.Sum());
    }

    [Fact]
    public async Task Derive_TracksMissing_Waits()
    {
        using var deriver = world.Vectors();
        var status = await deriver.DeriveAsync(CancellationToken.None);
        Assert.Equal((DerivedState.Waiting, "Table tracks was never published."), (status.State, status.Detail));
    }

    [Fact]
    public async Task Derive_MatchesComeAndGo_AddsAndRemovesTheMbid()
    {
        await world.PutTracksAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 50));
        await world.DeriveAsync();
        var without = await world.DigestAsync();

        await world.PutMatchesAsync((1, 7), (2, null));
        await world.DeriveAsync();
        var points = await world.PointsAsync();
        Assert.Equal((Events.Mbid(7), null), (points[Events.Track(1)].Mbid, points[Events.Track(2)].Mbid));

        await world.PutMatchesAsync((1, null));
        await world.DeriveAsync();
        Assert.Equal(without, await world.DigestAsync());
    }

    [Fact]
    public async Task Derive_NewerCatalog_TrackFallenBelowTheTierIsGone()
    {
        await world.PutTracksAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 50));
        await world.DeriveAsync();
        await world.PutTracksAsync(TestTrack.Of(1, 29), TestTrack.Of(2, 51));
        await world.DeriveAsync();
        Assert.Equal([(Events.Track(2), 51)], (await world.PointsAsync()).Select(point => (point.Key, point.Value.Payload.Popularity)));
    }

    [Fact]
    public async Task Derive_AnEarlierCatalogAgain_BuildsNothing()
    {
        TestTrack[] a = [TestTrack.Of(1, 50), TestTrack.Of(2, 50)], b = [TestTrack.Of(1, 60)];
        await world.PutTracksAsync(a);
        await world.DeriveAsync();
        var first = (await world.Store.FindCurrentAsync(VectorTable.Name, CancellationToken.None))!;
        await world.PutTracksAsync(b);
        await world.DeriveAsync();
        await world.PutTracksAsync(a);
        var artifacts = new CrashingArtifactStore(world.Artifacts, Crash.Never);
        using (var deriver = world.Vectors(artifacts))
            Assert.Equal(DerivedState.Current, (await deriver.DeriveAsync(CancellationToken.None)).State);
        var again = (await world.Store.FindCurrentAsync(VectorTable.Name, CancellationToken.None))!;
        Assert.Equal((first.Id, 3), (again.Id, again.Number));
        Assert.Equal(["tables/vectors/pointers/0000000003", "tables/vectors/pointers/0000000003.copy"], artifacts.Created);
    }

    [Fact]
    public async Task Derive_MinPopularityRaised_RebuildsVectorsAndNeighboursAlone()
    {
        await world.PutTracksAsync([.. Enumerable.Range(1, 40).Select(number => TestTrack.Of(number, 20 + number))]);
        await world.DeriveAsync();
        Assert.Equal(31, (await world.PointsAsync()).Count);
        world.Options.MinPopularity = 50;
        await world.DeriveAsync();
        Assert.Equal(11, (await world.PointsAsync()).Count);
        Assert.Equal([1, 1, 2, 2], await NumbersAsync());
        using var neighbours = await world.OpenAsync(NeighbourTable.Name);
        Assert.Equal(11, neighbours.Manifest.Rows);
    }

    [Fact]
    public async Task Derive_OptionsOfNeighboursChanged_BuildsNeighboursAlone()
    {
        await world.PutTracksAsync([.. Enumerable.Range(1, 40).Select(number => TestTrack.Of(number, 20 + number))]);
        await world.DeriveAsync();
        world.Options.Precomputed.Neighbours = 3;
        await world.DeriveAsync();
        Assert.Equal([1, 1, 1, 2], await NumbersAsync());
    }

    [Fact]
    public async Task Derive_TwoInstances_EndWithTheSamePointer()
    {
        await world.PutTracksAsync([.. Enumerable.Range(1, 200).Select(number => TestTrack.Of(number, 20 + number % 80))]);
        using var one = world.Vectors();
        using var other = world.Vectors();
        await Task.WhenAll(one.DeriveAsync(CancellationToken.None), other.DeriveAsync(CancellationToken.None));
        Assert.Single(await world.Store.ListPointersAsync(VectorTable.Name, CancellationToken.None));
    }

    [Fact]
    public async Task Derive_CrashAtEveryStep_EndsWithTheSameDigest()
    {
        TestTrack[] tracks = [.. Enumerable.Range(1, 60).Select(number => TestTrack.Of(number, 20 + number))];
        await world.PutTracksAsync(tracks);
        await world.DeriveAsync();
        var undisturbed = await world.DigestAsync();
        var step = 1;
        for (; await CrashAsync(step); step++)
        {
        }

        Assert.InRange(step, 10, 100);

        async Task<bool> CrashAsync(int at)
        {
            using var dying = new VectorizerWorld();
            await dying.PutTracksAsync(tracks);
            var artifacts = new CrashingArtifactStore(dying.Artifacts, new Crash(at));
            using var vectors = dying.Vectors(artifacts);
            using var neighbours = dying.Neighbours(artifacts);
            var crashed = await Record.ExceptionAsync(async () =>
            {
                await vectors.DeriveAsync(CancellationToken.None);
                await neighbours.DeriveAsync(CancellationToken.None);
            });
            Assert.True(crashed is null or CrashedException, crashed?.ToString());
            await dying.DeriveAsync();
            Assert.Equal((at, undisturbed), (at, await dying.DigestAsync()));
            return crashed is not null;
        }
    }

    [Fact]
    public async Task Derive_WithAnEmbedding_TellsTracksThatSoundAlikeApart()
    {
        using var hybrid = new VectorizerWorld(new VectorComposer(new HashedNGramEmbedder(64), 1, 1));
        var sound = TestTrack.Of(50, 50).Sound;
        await hybrid.PutTracksAsync(
            new TestTrack(1, 50, sound) { Name = "Karma Police" }, new TestTrack(2, 50, sound) { Name = "Karma Police (Live)" },
            new TestTrack(3, 50, sound) { Name = "Goldberg-Variationen" });
        await hybrid.DeriveAsync();
        var points = await hybrid.PointsAsync();
        var vectors = Enumerable.Range(1, 3).Select(track => points[Events.Track(track)].Vector).ToList();
        Assert.All(vectors, vector => Assert.Equal(13 + 64, vector.Length));
        Assert.All(vectors, vector => Assert.Equal(vectors[0][..13], vector[..13]));
        Assert.InRange(Cosine.Of(vectors[0], vectors[1]), Cosine.Of(vectors[0], vectors[2]) + 0.05, 0.9999);
    }

    public void Dispose() => world.Dispose();

    /// <summary>How many pointers each table has: tracks, features, vectors, neighbours.</summary>
    private async Task<List<int>> NumbersAsync()
    {
        var numbers = new List<int>();
        foreach (var table in new[] { TrackTable.Name, FeatureTable.Name, VectorTable.Name, NeighbourTable.Name })
            numbers.Add((await world.Store.ListPointersAsync(table, CancellationToken.None)).Count);
        return numbers;
    }
}
