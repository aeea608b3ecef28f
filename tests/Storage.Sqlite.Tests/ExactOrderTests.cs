using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Contracts;
using SpotifyPlatform.Storage.Sqlite.Vectors;

namespace SpotifyPlatform.Storage.Sqlite.Tests;

/// <summary>Scores closer together than single precision can tell stand in their double-precision order.</summary>
public sealed class ExactOrderTests
{
    private readonly World world = new(seed: 20261121);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Nearest_PointsAnUlpApart_EqualsDoublePrecisionBruteForce(int limit)
    {
        var centre = Vector(1);
        var points = world.Ids(4000).Select(id => (Id: id, Vector: Nudged(centre))).ToArray();
        AssertNearest(points, centre, limit);
        AssertNearest(points, Nudged(centre), limit);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-1f)]
    [InlineData(1e-6f)]
    [InlineData(1e15f)]
    public void Nearest_AnyMagnitudeAndSign_EqualsDoublePrecisionBruteForce(float magnitude)
    {
        for (var round = 0; round < 20; round++)
        {
            var points = world.Ids(1 + world.Next(1500)).Select(id => (Id: id, Vector: Vector(magnitude))).ToArray();
            AssertNearest(points, Vector(1), 1 + world.Next(50));
        }
    }

    [Fact]
    public void Put_AgainAndAgain_KeepsTheLastVector()
    {
        var memory = new VectorMemory();
        var ids = world.Ids(3000);
        var last = new Dictionary<TrackId, float[]>();
        for (var i = 0; i < 9000; i++)
        {
            var id = ids[world.Next(ids.Length)];
            memory.Put(id, last[id] = Vector(1));
        }

        var query = Vector(1);
        Assert.Equal(BruteForce(last.Select(p => (p.Key, p.Value)), query).Take(100), memory.Nearest(query, 100, null));
    }

    private static void AssertNearest((TrackId Id, float[] Vector)[] points, float[] query, int limit)
    {
        var memory = new VectorMemory();
        foreach (var (id, vector) in points)
            memory.Put(id, vector);
        Assert.Equal(BruteForce(points, query).Take(limit), memory.Nearest(query, limit, null));
    }

    private static IEnumerable<ScoredTrack> BruteForce(IEnumerable<(TrackId Id, float[] Vector)> points, float[] query) => points
        .Select(p =>
        {
            double dot = 0, norm = 0, queryNorm = 0;
            for (var d = 0; d < query.Length; d++)
            {
                dot += (double)query[d] * p.Vector[d];
                norm += (double)p.Vector[d] * p.Vector[d];
                queryNorm += (double)query[d] * query[d];
            }

            return new ScoredTrack(p.Id, Math.Clamp(dot / Math.Sqrt(norm * queryNorm), -1, 1));
        })
        .OrderByDescending(n => n.Score).ThenBy(n => n.Id);

    private float[] Vector(float magnitude) =>
        [.. Enumerable.Range(0, FeatureVector.Dimensions).Select(_ => magnitude * (float)(world.NextDouble() + 0.01))];

    private float[] Nudged(float[] vector)
    {
        var nudged = vector.ToArray();
        var d = world.Next(nudged.Length);
        nudged[d] = world.Next(2) == 0 ? MathF.BitIncrement(nudged[d]) : MathF.BitDecrement(nudged[d]);
        return nudged;
    }
}
