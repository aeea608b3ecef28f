namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>A plain scan that scores every point in double precision.</summary>
internal static class Naive
{
    public static void AssertSame(IEnumerable<VectorPoint> points, VectorQuery query, IReadOnlyList<VectorHit> hits)
    {
        var expected = points
            .Where(p => p.Id != query.Except && query.Filter?.Passes(p.Payload, p.Mbid is not null) != false)
            .Select(p => (p.Id, Score: Cosine.Of(query.Vector, p.Vector, query.Weights)))
            .Where(p => !double.IsNaN(p.Score))
            .OrderByDescending(p => p.Score).ThenBy(p => p.Id)
            .Take(query.Limit);
        Assert.Equal(expected, hits.Select(hit => (hit.Id, hit.Score)));
    }
}
