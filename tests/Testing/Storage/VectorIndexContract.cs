using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class VectorIndexContract : StoreContract<IVectorIndex>
{
    /// <summary>Ids of all points of the test.</summary>
    protected List<TrackId> Made { get; } = [];

    /// <summary>Dimensions of the index; adapters run a second suite with more dimensions for hybrid vectors.</summary>
    protected virtual int Dimensions => FeatureVector.Dimensions;

    /// <summary>Has the index hold these points and no others.</summary>
    protected abstract Task FillAsync(IReadOnlyList<VectorPoint> points);

    /// <summary>Random queries a run asks; adapters on a fake, which is slow, ask fewer.</summary>
    protected virtual int RandomQueries => 400;

    /// <summary>Points that are compared with brute force; fewer on a fake.</summary>
    protected virtual int RandomPoints => 5000;

    /// <summary>Whether a search fails before a table was published.</summary>
    protected virtual bool NeedsATable => false;

    [Fact]
    public async Task Search_NothingStored_IsEmptyOrSaysThatThereIsNoTable()
    {
        Assert.Equal(Dimensions, Store.Dimensions);
        if (NeedsATable)
            await Assert.ThrowsAsync<TableNotBuiltException>(() => Store.SearchAsync(new VectorQuery(Vector(), 10), None));
        else
        {
            Assert.Empty(await Store.SearchAsync([], None));
            Assert.Empty(await Store.SearchAsync(new VectorQuery(Vector(), 10), None));
        }

        Assert.Empty(await Store.GetAsync(World.Ids(2), None));
        Assert.Equal(0, await Store.CountAsync(None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public async Task Search_RandomPoints_EqualsBruteForce(int limit)
    {
        var points = Points(RandomPoints);
        await FillAsync(points);
        for (var i = 0; i < 20; i++)
            await AssertSearchAsync(points, new VectorQuery(Vector(), limit));
    }

    [Fact]
    public async Task Search_LimitAboveThePoints_ReturnsAll()
    {
        var points = Points(100);
        await FillAsync(points);
        await AssertSearchAsync(points, new VectorQuery(Vector(), 100_000));
        Assert.Empty(await Store.SearchAsync(new VectorQuery(Vector(), 0), None));
    }

    [Fact]
    public async Task Search_EqualScores_AreOrderedById()
    {
        var vector = Vector();
        var points = Points(3000).Select(p => p with { Vector = vector }).ToArray();
        await FillAsync(points);
        var hits = await Store.SearchAsync(new VectorQuery(vector, 50), None);
        Assert.Equal(points.Select(p => p.Id).Order().Take(50), hits.Select(h => h.Id));
        Assert.All(hits, hit => Assert.Equal(1, hit.Score, 1e-6));
    }

    [Fact]
    public async Task Search_TheSeedExcepted_IsNotItsOwnNeighbour()
    {
        var points = Points(200);
        await FillAsync(points);
        var seed = points[17];
        await AssertSearchAsync(points, new VectorQuery(seed.Vector, 10) { Except = seed.Id });
        Assert.Equal(seed.Id, (await Store.SearchAsync(new VectorQuery(seed.Vector, 1) { Except = World.Ids(1)[0] }, None)).Single().Id);
    }

    [Fact]
    public async Task Search_ZeroVectors_FindNothingAndAreNotFound()
    {
        var points = Points(20);
        await FillAsync([.. points, points[0] with { Id = World.Ids(1)[0], Vector = new float[Dimensions] }]);
        Assert.Empty(await Store.SearchAsync(new VectorQuery(new float[Dimensions], 10), None));
        Assert.Equal(20, (await Store.SearchAsync(new VectorQuery(Vector(), 100), None)).Count);
    }

    [Fact]
    public async Task Search_EverythingMasked_FindsNothing()
    {
        await FillAsync(Points(20));
        Assert.Empty(await Store.SearchAsync(new VectorQuery(Vector(), 10) { Weights = new float[Dimensions] }, None));
    }

    [Fact]
    public async Task Search_OneDimensionLeft_FindsAllThatHaveIt()
    {
        var points = Points(40);
        float[] weights = [0, .5f, .. new float[Dimensions - 2]];
        float[] query = [.2f, .7f, .. new float[Dimensions - 2]];
        points[3].Vector[1] = 0;
        await FillAsync(points);
        var hits = await Store.SearchAsync(new VectorQuery(query, 100) { Weights = weights }, None);
        Assert.Equal(points.Where(p => p.Vector[1] > 0).Select(p => p.Id).Order(), hits.Select(h => h.Id).Order());
        Assert.All(hits, hit => Assert.Equal(1, hit.Score, 1e-6));
    }

    [Fact]
    public async Task Search_Hits_CarryTheirPayloadAndVector()
    {
        var points = Points(50);
        await FillAsync(points);
        var byId = points.ToDictionary(p => p.Id);
        Assert.All(await Store.SearchAsync(new VectorQuery(Vector(), 50), None), hit =>
        {
            Assert.Equal(byId[hit.Id].Mbid, hit.Mbid);
            AssertSameVector(byId[hit.Id].Vector, hit.Vector);
            Descriptions.AssertEqual(byId[hit.Id].Payload, hit.Payload);
        });
    }

    [Fact]
    public async Task Search_SeveralQueries_AnswersEachInItsPlace()
    {
        var points = Points(1000);
        await FillAsync(points);
        var queries = Enumerable.Range(0, 40).Select(i => RandomQuery(points) with { Limit = i }).ToArray();
        var answers = await Store.SearchAsync(queries, None);
        Assert.Equal(queries.Length, answers.Count);
        for (var i = 0; i < queries.Length; i++)
            AssertHits(points, queries[i], answers[i]);
    }

    [Fact]
    public async Task Search_RandomFiltersAndWeights_EqualsBruteForce()
    {
        var points = Points(2000);
        await FillAsync(points);
        var found = 0;
        for (var i = 0; i < RandomQueries; i++)
            found += await AssertSearchAsync(points, RandomQuery(points));
        Assert.InRange(found, 5 * RandomQueries, 50 * RandomQueries);
    }

    [Fact]
    public async Task Search_Cancelled_Stops()
    {
        await FillAsync(Points(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.SearchAsync(new VectorQuery(Vector(), 1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Get_KnownAndUnknown_ReturnsTheKnownWhole()
    {
        var points = Points(300);
        await FillAsync(points);
        var found = await Store.GetAsync([points[7].Id, World.Ids(1)[0], points[8].Id, points[7].Id], None);
        Assert.Equal(new[] { points[7].Id, points[8].Id }.Order(), found.Select(p => p.Id).Order());
        Assert.All(found, p => AssertSamePoint(points.Single(other => other.Id == p.Id), p));
    }

    [Fact]
    public async Task Search_MalformedQuery_IsRefused()
    {
        VectorQuery[] malformed =
        [
            new(new float[Dimensions + 1], 1), new([float.PositiveInfinity, .. new float[Dimensions - 1]], 1), new(Vector(), -1),
            new(Vector(), 1) { Weights = [1] }, new(Vector(), 1) { Weights = [-1, .. new float[Dimensions - 1]] },
        ];
        foreach (var query in malformed)
            await Assert.ThrowsAsync<ArgumentException>(() => Store.SearchAsync(query, None));
    }

    /// <summary>Compares bit by bit; engines that store vectors in another form override it.</summary>
    protected virtual void AssertSameVector(float[] expected, float[] actual) => Assert.Equal(expected, actual);

    private void AssertSamePoint(VectorPoint expected, VectorPoint actual)
    {
        Assert.Equal((expected.Id, expected.Mbid), (actual.Id, actual.Mbid));
        AssertSameVector(expected.Vector, actual.Vector);
        Descriptions.AssertEqual(expected.Payload, actual.Payload);
    }

    /// <returns>The number of hits.</returns>
    protected async Task<int> AssertSearchAsync(IReadOnlyCollection<VectorPoint> points, VectorQuery query)
    {
        var hits = await Store.SearchAsync(query, None);
        AssertHits(points, query, hits);
        return hits.Count;
    }

    /// <summary>Compares scores with a tolerance of 1e-6, and ids where neighbouring scores differ by more. Every hit must match the filter.</summary>
    protected static void AssertHits(IReadOnlyCollection<VectorPoint> points, VectorQuery query, IReadOnlyList<VectorHit> actual)
    {
        var all = BruteForce(points, query).ToList();
        var wanted = all.Take(query.Limit).ToList();
        var scores = all.ToDictionary(w => w.Point.Id, w => w.Score);
        Assert.Equal(wanted.Count, actual.Count);
        for (var i = 0; i < wanted.Count; i++)
        {
            Assert.Equal(wanted[i].Score, actual[i].Score, 1e-6);
            Assert.Equal(scores[actual[i].Id], actual[i].Score, 1e-6);
            var alone = wanted.Where((other, j) => j != i && Math.Abs(other.Score - wanted[i].Score) < 2e-6);
            if (i < wanted.Count - 1 && !alone.Any())
                Assert.Equal(wanted[i].Point.Id, actual[i].Id);
        }
    }

    protected static IEnumerable<(VectorPoint Point, double Score)> BruteForce(IEnumerable<VectorPoint> points, VectorQuery query)
    {
        var weights = query.Weights ?? Array.ConvertAll(query.Vector, _ => 1f);
        return points
            .Where(p => p.Id != query.Except && (query.Filter is null || Passes(query.Filter, p)))
            .Select(p => (Point: p, Score: Score(p.Vector, query.Vector, weights)))
            .Where(p => !double.IsNaN(p.Score))
            .OrderByDescending(p => p.Score).ThenBy(p => p.Point.Id);
    }

    private static double Score(float[] x, float[] y, float[] weights)
    {
        double dot = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            dot += (double)weights[i] * x[i] * y[i];
            xx += (double)weights[i] * x[i] * x[i];
            yy += (double)weights[i] * y[i] * y[i];
        }

        return dot / Math.Sqrt(xx * yy);
    }

    /// <summary>Evaluates the filter independently of the implementation under test.</summary>
    private static bool Passes(VectorFilter filter, VectorPoint point)
    {
        var track = point.Payload;
        if (filter.MinPopularity is { } least && track.Popularity < least)
            return false;
        if (filter.MaxPopularity is { } most && track.Popularity > most)
            return false;
        if (filter.MinYear is { } from && (track.Year ?? int.MinValue) < from)
            return false;
        if (filter.MaxYear is { } to && (track.Year ?? int.MaxValue) > to)
            return false;
        if (filter.AnyGenre.Count > 0 && !filter.AnyGenre.Intersect(track.Genres).Any())
            return false;
        if (filter.Explicit is { } said && track.Explicit != said)
            return false;
        if (filter.HasMbid is { } matched && point.Mbid.HasValue != matched)
            return false;
        return !filter.ExcludeArtists.Intersect(track.ArtistIds).Any();
    }

    private VectorQuery RandomQuery(VectorPoint[] points)
    {
        bool Chance(int oneIn) => World.Next(oneIn) == 0;
        var seed = points[World.Next(points.Length)];
        return new VectorQuery(Chance(2) ? seed.Vector : Vector(), 1 + World.Next(40))
        {
            Except = Chance(2) ? seed.Id : null,
            Weights = Chance(2) ? null : [.. Enumerable.Range(0, Dimensions).Select(_ => Chance(4) ? 0 : (float)World.NextDouble() * 5)],
            Filter = Chance(5) ? null : new VectorFilter
            {
                MinPopularity = Chance(4) ? World.Next(101) : null,
                MaxPopularity = Chance(4) ? World.Next(101) : null,
                MinYear = Chance(5) ? 1945 + World.Next(85) : null,
                MaxYear = Chance(5) ? 1945 + World.Next(85) : null,
                AnyGenre = Chance(3) ? [.. Enumerable.Range(0, 1 + World.Next(3)).Select(_ => World.Genre())] : [],
                Explicit = Chance(5) ? Chance(2) : null,
                HasMbid = Chance(5) ? Chance(2) : null,
                ExcludeArtists = Chance(3) ? [.. seed.Payload.ArtistIds, World.Artist()] : [],
            },
        };
    }

    protected float[] Vector() =>
        [.. FeatureVector.From(World.Features(), 1 + World.Next(100)), .. Enumerable.Range(FeatureVector.Dimensions, Dimensions - FeatureVector.Dimensions).Select(_ => (float)World.NextDouble() - .5f)];

    protected VectorPoint[] Points(int count)
    {
        VectorPoint[] points = [.. World.Ids(count).Select(id => new VectorPoint(id, Vector(), World.Description(id), World.Maybe(World.Mbid)))];
        Made.AddRange(points.Select(p => p.Id));
        return points;
    }
}
