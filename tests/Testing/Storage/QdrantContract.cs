using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Qdrant;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>
/// The contract suite of the port on a Qdrant server. Collections are smaller than MaxCandidates, and with weights all candidates are fetched, so that
/// the results are exact and comparable.
/// </summary>
public abstract class QdrantContract : VectorIndexContract
{
    protected abstract QdrantOptions Server(string collection);

    private IVectorIndexWriter Writer => (IVectorIndexWriter)Store;

    protected override Task FillAsync(IReadOnlyList<VectorPoint> points) => Writer.UpsertAsync(points, None);

    [Fact]
    public async Task Delete_Points_AreNeitherFoundNorCounted()
    {
        var points = Points(400);
        await Writer.UpsertAsync(points, None);
        await Writer.DeleteAsync([.. points[..100].Select(p => p.Id), .. World.Ids(3), points[0].Id], None);
        await Writer.DeleteAsync([points[50].Id], None);
        Assert.Equal(300, await Store.CountAsync(None));
        Assert.Empty(await Store.GetAsync([.. points[..100].Select(p => p.Id)], None));
        await AssertSearchAsync(points[100..], new VectorQuery(points[5].Vector, 500));

        await Writer.UpsertAsync(points[50..60], None);
        Assert.Equal(310, await Store.CountAsync(None));
        await AssertSearchAsync([.. points[50..60], .. points[100..]], new VectorQuery(points[5].Vector, 500));
    }

    [Fact]
    public async Task Upsert_BetweenSearches_IsSearchableAtOnce()
    {
        var points = Points(300);
        var query = new VectorQuery(Vector(), 20);
        for (var round = 0; round < 30; round++)
        {
            // New points, a repeated point, and a point with another vector.
            var changed = points[round] with { Vector = Vector() };
            points[round] = changed;
            await Writer.UpsertAsync([.. points.Take(10 * (round + 1)), changed, points[9 + 10 * round]], None);
            await AssertSearchAsync(points[..(10 * (round + 1))], query);
        }

        Assert.Equal(300, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Upsert_ByAnotherInstance_IsSearchableAtOnce()
    {
        var points = Points(60);
        var other = OpenAt(Place);
        var query = new VectorQuery(Vector(), 100);
        await Writer.UpsertAsync(points[..30], None);
        Assert.Equal(30, (await Store.SearchAsync(query, None)).Count);
        await ((IVectorIndexWriter)other).UpsertAsync(points[30..], None);
        var moved = points[29] with { Vector = query.Vector };
        await ((IVectorIndexWriter)other).UpsertAsync([moved], None);
        var hits = await Store.SearchAsync(query, None);
        Assert.Equal(60, hits.Count);
        Assert.Equal(moved.Id, hits[0].Id);
        await ((IVectorIndexWriter)other).DeleteAsync([moved.Id], None);
        Assert.Equal(59, (await Store.SearchAsync(query, None)).Count);
    }

    [Fact]
    public async Task Open_Again_HasEverything()
    {
        var points = Points(500);
        await Writer.UpsertAsync(points, None);
        await Writer.DeleteAsync([.. points[400..].Select(p => p.Id)], None);
        var again = OpenAt(Place);
        Assert.Equal(400, await again.CountAsync(None));
        var query = new VectorQuery(Vector(), 50);
        AssertHits(points[..400], query, await again.SearchAsync(query, None));
    }

    [Fact]
    public async Task Upsert_NotAsManyFiniteNumbers_IsRefused()
    {
        var (point, points) = (Points(1)[0], Points(2));
        await Assert.ThrowsAsync<ArgumentException>(() => Writer.UpsertAsync([.. points, point with { Vector = new float[Dimensions - 1] }], None));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Writer.UpsertAsync([.. points, point with { Vector = [.. point.Vector[1..], float.NaN] }], None));
        Assert.Equal(0, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Upsert_ShuffledAndRepeated_IsTheSameContent()
    {
        var points = Points(1000);
        await AssertSameContent(
            store => ((IVectorIndexWriter)store).UpsertAsync(points, None),
            async store =>
            {
                foreach (var batch in World.Repeat(points).Chunk(100))
                    await ((IVectorIndexWriter)store).UpsertAsync(batch, None);
            });
    }

    [Fact]
    public async Task Search_WhileUpserting_ReturnsWholePoints()
    {
        var points = Points(2000);
        var query = new VectorQuery(Vector(), 20);
        await Writer.UpsertAsync(points[..100], None);
        var writing = Task.Run(async () =>
        {
            foreach (var batch in points.Chunk(50))
                await Writer.UpsertAsync(batch, None);
        });
        var exact = BruteForce(points, query).ToDictionary(h => h.Point.Id, h => h.Score);
        do
            Assert.All(await Store.SearchAsync(query, None), hit => Assert.Equal(exact[hit.Id], hit.Score, 1e-6));
        while (!writing.IsCompleted);
        await writing;
    }

    /// <summary>All points of the test, as stored at the place.</summary>
    protected override string Digest(string place)
    {
        var found = OpenAt(place).GetAsync(Made, None).GetAwaiter().GetResult();
        return string.Join('\n', found.OrderBy(p => p.Id).Select(p => string.Create(
            CultureInfo.InvariantCulture,
            $"{p.Payload} {string.Join(' ', p.Payload.Genres)} {string.Join(' ', p.Payload.ArtistIds)} {p.Mbid} {string.Join(' ', p.Vector)}")));
    }

    protected override IVectorIndex Open(string place, TimeProvider clock)
    {
        // Places are paths; names of collections have no separators.
        var collection = string.Concat(place[^Math.Min(place.Length, 100)..].Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return QdrantIndexes.Open(Server(collection), Dimensions);
    }

    /// <summary>Qdrant stores a normalised float32 vector and the length separately, so numbers differ by rounding.</summary>
    protected override void AssertSameVector(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-6f));
    }
}

public static class QdrantIndexes
{
    public static QdrantVectorIndex Open(QdrantOptions options, int dimensions = 13) =>
        new(options, dimensions, TimeProvider.System, new QdrantMetrics(Meters()), NullLogger<QdrantVectorIndex>.Instance);

    private static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
