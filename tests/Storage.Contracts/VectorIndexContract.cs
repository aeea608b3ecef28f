using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Contracts;

public abstract class VectorIndexContract : StoreContract<IVectorIndex>
{
    [Fact]
    public async Task Search_NothingStored_IsEmpty()
    {
        await Store.UpsertAsync([], None);
        Assert.Empty(await Store.SearchAsync(Vector(), 10, null, None));
        Assert.Equal(0, await Store.CountAsync(None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public async Task Search_RandomPoints_EqualsBruteForce(int limit)
    {
        var points = Points(5000);
        await Store.UpsertAsync(points, None);
        for (var i = 0; i < 20; i++)
        {
            var query = Vector();
            AssertHits(BruteForce(points, query).Take(limit), await Store.SearchAsync(query, limit, null, None));
        }
    }

    [Fact]
    public async Task Search_LimitAboveThePoints_ReturnsAll()
    {
        var points = Points(100);
        await Store.UpsertAsync(points, None);
        var query = Vector();
        AssertHits(BruteForce(points, query), await Store.SearchAsync(query, 100_000, null, None));
        Assert.Empty(await Store.SearchAsync(query, 0, null, None));
    }

    [Fact]
    public async Task Search_EqualScores_AreOrderedById()
    {
        var vector = Vector();
        var points = Points(3000).Select(p => p with { Vector = vector }).ToArray();
        await Store.UpsertAsync(points, None);
        var hits = await Store.SearchAsync(vector, 50, null, None);
        Assert.Equal(points.Select(p => p.Id).Order().Take(50), hits.Select(h => h.Id));
        Assert.All(hits, hit => Assert.Equal(1, hit.Score, 1e-6));
    }

    [Fact]
    public async Task Search_TheSeedExcepted_IsNotItsOwnNeighbour()
    {
        var points = Points(200);
        await Store.UpsertAsync(points, None);
        var seed = points[17];
        AssertHits(
            BruteForce(points.Where(p => p.Id != seed.Id), seed.Vector).Take(10),
            await Store.SearchAsync(seed.Vector, 10, seed.Id, None));
        Assert.Equal(seed.Id, (await Store.SearchAsync(seed.Vector, 1, World.Ids(1)[0], None)).Single().Id);
    }

    [Fact]
    public async Task Search_ZeroVectors_FindNothingAndAreNotFound()
    {
        var points = Points(20);
        await Store.UpsertAsync([.. points, points[0] with { Id = World.Ids(1)[0], Vector = new float[FeatureVector.Dimensions] }], None);
        Assert.Empty(await Store.SearchAsync(new float[FeatureVector.Dimensions], 10, null, None));
        Assert.Equal(20, (await Store.SearchAsync(Vector(), 100, null, None)).Count);
    }

    [Fact]
    public async Task Search_Hits_CarryTheirPayload()
    {
        var points = Points(50);
        await Store.UpsertAsync(points, None);
        var byId = points.ToDictionary(p => p.Id);
        Assert.All(await Store.SearchAsync(Vector(), 50, null, None), hit =>
        {
            Assert.Equal(byId[hit.Id].Mbid, hit.Mbid);
            Descriptions.AssertEqual(byId[hit.Id].Payload, hit.Payload);
        });
    }

    [Fact]
    public async Task Upsert_BetweenSearches_IsSearchableAtOnce()
    {
        var points = Points(300).ToList();
        var query = Vector();
        for (var round = 0; round < 30; round++)
        {
            // New points, the last one again, and one with another vector.
            var changed = points[round] with { Vector = Vector() };
            points[round] = changed;
            await Store.UpsertAsync([.. points.Take(10 * (round + 1)), changed, points[9 + 10 * round]], None);
            AssertHits(BruteForce(points.Take(10 * (round + 1)), query).Take(20), await Store.SearchAsync(query, 20, null, None));
        }

        Assert.Equal(300, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Upsert_ByAnotherInstance_IsSearchableAtOnce()
    {
        var points = Points(60);
        var other = OpenAt(Place);
        var query = Vector();
        await Store.UpsertAsync(points[..30], None);
        Assert.Equal(30, (await Store.SearchAsync(query, 100, null, None)).Count);
        await other.UpsertAsync(points[30..], None);
        var moved = points[29] with { Vector = query };
        await other.UpsertAsync([moved], None);
        var hits = await Store.SearchAsync(query, 100, null, None);
        Assert.Equal(60, hits.Count);
        Assert.Equal(moved.Id, hits[0].Id);
    }

    [Fact]
    public async Task Upsert_NotThirteenFiniteNumbers_IsRefused()
    {
        var point = Points(1)[0];
        await Assert.ThrowsAsync<ArgumentException>(() => Store.UpsertAsync([point with { Vector = new float[12] }], None));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.UpsertAsync([point with { Vector = [.. point.Vector[..12], float.NaN] }], None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SearchAsync(new float[14], 1, null, None));
        Assert.Equal(0, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Upsert_ShuffledAndRepeated_IsTheSameContent()
    {
        var points = Points(1000);
        await AssertSameContent(
            store => store.UpsertAsync(points, None),
            async store =>
            {
                foreach (var batch in World.Repeat(points).Chunk(100))
                    await store.UpsertAsync(batch, None);
            });
    }

    [Fact]
    public async Task Search_WhileUpserting_ReturnsWholePoints()
    {
        var points = Points(2000);
        var query = Vector();
        await Store.UpsertAsync(points[..100], None);
        var writing = Task.Run(async () =>
        {
            foreach (var batch in points.Chunk(50))
                await Store.UpsertAsync(batch, None);
        });
        var exact = BruteForce(points, query).ToDictionary(h => h.Id, h => h.Score);
        do
            Assert.All(await Store.SearchAsync(query, 20, null, None), hit => Assert.Equal(exact[hit.Id], hit.Score, 1e-6));
        while (!writing.IsCompleted);
        await writing;
    }

    /// <summary>Scores to 1e-6; ids where the next score is further away than that.</summary>
    private static void AssertHits(IEnumerable<(TrackId Id, double Score)> expected, IReadOnlyList<VectorHit> actual)
    {
        var wanted = expected.ToList();
        Assert.Equal(wanted.Count, actual.Count);
        for (var i = 0; i < wanted.Count; i++)
        {
            Assert.Equal(wanted[i].Score, actual[i].Score, 1e-6);
            var alone = wanted.Where((other, j) => j != i && Math.Abs(other.Score - wanted[i].Score) < 2e-6);
            if (i < wanted.Count - 1 && !alone.Any())
                Assert.Equal(wanted[i].Id, actual[i].Id);
        }
    }

    private static IEnumerable<(TrackId Id, double Score)> BruteForce(IEnumerable<VectorPoint> points, float[] query) => points
        .Select(p => (p.Id, Score: Cosine(p.Vector, query)))
        .OrderByDescending(p => p.Score).ThenBy(p => p.Id);

    private static double Cosine(float[] x, float[] y)
    {
        double Dot(float[] a, float[] b) => a.Zip(b, (p, q) => (double)p * q).Sum();
        return Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
    }

    private float[] Vector() => FeatureVector.From(World.Features(), 1 + World.Next(100));

    private VectorPoint[] Points(int count) =>
        [.. World.Ids(count).Select(id => new VectorPoint(id, Vector(), World.Description(id), World.Maybe(World.Mbid)))];
}
