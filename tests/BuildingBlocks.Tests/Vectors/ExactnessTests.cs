using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>Scores and order equal those of a plain scan to the last bit, with every SIMD width, clusters and promoted tracks.</summary>
public sealed class ExactnessTests : IDisposable
{
    private TestIndex place = new();

    public static TheoryData<string, int> Worlds()
    {
        var data = new TheoryData<string, int>();
        foreach (var world in new[] { "features", "signed", "an ulp apart", "copies", "huge", "minute", "mixed magnitudes", "sparse", "long" })
            foreach (var width in new[] { 128, 256, 512 })
                data.Add(world, width);
        return data;
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Search_AnyQuery_EqualsThePlainScan(string world, int width)
    {
        var dimensions = world == "long" ? 269 : 13;
        place.Dispose();
        place = new TestIndex(dimensions);
        var index = place.Index;
        index.Kernel = width switch { 128 => BlockScan.Portable, 256 => BlockScan.Wide, _ => BlockScan.Widest };
        var points = place.Points(2000, () => Vector(world, dimensions));
        // The first generation has some points that the second lacks, or has elsewhere; the tail has points that are in the table too.
        for (var round = 0; round < 2; round++)
        {
            for (var i = 100; round == 1 && i < 150; i++)
                points[i] = points[i] with { Vector = Vector(world, dimensions) };
            var part = round == 0 ? points[..1500] : points[50..];
            await place.PublishAsync($"{round}", part);
            place.Promoted = points[1450..1800];
            await index.RefreshAsync(TestIndex.None);
            var all = part.Concat(place.Promoted).DistinctBy(point => point.Id).ToArray();
            for (var i = 0; i < 15; i++)
            {
                var query = Query(world, all);
                Naive.AssertSame(all, query, await index.SearchAsync(query, TestIndex.None));
            }
        }
    }

    /// <summary>The weighted number of the unit vector is too small for single precision, and so is its product with the weight.</summary>
    [Theory]
    [InlineData(1e38f, 1e-9f, 1f)]
    [InlineData(-1e38f, -1e-9f, 1e-30f)]
    [InlineData(1e38f, 1e-3f, float.Epsilon)]
    public async Task Search_WeightsOnNumbersThatUnderflow_EqualsThePlainScan(float large, float minute, float weight)
    {
        var index = place.Index;
        var points = place.Points(100, () => [large, minute * (1 + place.World.Next(5)), place.World.Next(2) * minute, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var query = new VectorQuery([1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 60) { Weights = [0, weight, weight, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1e38f] };
        place.Promoted = points;
        for (var round = 0; round < 2; round++)
        {
            await index.RefreshAsync(TestIndex.None);
            foreach (var kernel in new[] { BlockScan.Portable, BlockScan.Wide, BlockScan.Widest })
            {
                index.Kernel = kernel;
                Naive.AssertSame(points, query, await index.SearchAsync(query, TestIndex.None));
            }

            await place.PublishAsync("all", points);
        }
    }

    public void Dispose() => place.Dispose();

    private VectorQuery Query(string world, VectorPoint[] points)
    {
        var seed = points[place.World.Next(points.Length)];
        return new VectorQuery(place.World.Next(3) > 0 ? seed.Vector : Vector(world, seed.Vector.Length), 1 + place.World.Next(60))
        {
            Except = place.World.Next(2) == 0 ? seed.Id : null,
            Weights = place.World.Next(3) switch
            {
                0 => null,
                1 => Array.ConvertAll(seed.Vector, _ => (float)place.World.NextDouble()),
                _ => Array.ConvertAll(seed.Vector, _ => place.World.Next(3) == 0 ? 0 : (float)Math.Pow(10, place.World.Next(60) - 30)),
            },
            Filter = place.World.Next(3) > 0 ? null : new VectorFilter
            {
                MinPopularity = place.World.Next(101),
                AnyGenre = place.World.Next(2) == 0 ? [place.World.Genre()] : [],
                ExcludeArtists = seed.Payload.ArtistIds,
            },
        };
    }

    private float[] Vector(string world, int dimensions)
    {
        float Uniform() => (float)place.World.NextDouble();
        float[] Each(Func<float> number) => [.. Enumerable.Range(0, dimensions).Select(_ => number())];
        switch (world)
        {
            case "features":
                return place.Vector();
            case "an ulp apart":
                var nudged = Each(() => 0.3f);
                var d = place.World.Next(dimensions);
                nudged[d] = place.World.Next(2) == 0 ? MathF.BitIncrement(nudged[d]) : MathF.BitDecrement(nudged[d]);
                return nudged;
            case "copies":
                return Each(() => place.World.Next(2));
            case "huge":
                return Each(() => (float)((place.World.NextDouble() - 0.5) * 6e38));
            case "minute":
                return Each(() => Uniform() * 1e-40f);
            case "mixed magnitudes":
                return Each(() => (float)((Uniform() - 0.3) * Math.Pow(10, place.World.Next(76) - 38)));
            case "sparse":
                return Each(() => place.World.Next(6) == 0 ? Uniform() : 0);
            default:
                return Each(() => Uniform() - 0.5f);
        }
    }
}
