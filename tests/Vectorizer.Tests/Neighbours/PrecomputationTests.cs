using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Vectors;
using SpotifyPlatform.Vectorizer.Neighbours;

namespace SpotifyPlatform.Vectorizer.Tests.Neighbours;

public sealed class PrecomputationTests : IDisposable
{
    private const int Tracks = 120;
    private const int InIndex = 100;
    private const int Nearest = 10;
    private readonly TempFolder folder = new();
    private readonly SqliteFeatureStore features;
    private readonly MappedVectorIndex index;
    private readonly SqliteNeighbourStore neighbours;
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public PrecomputationTests()
    {
        features = new SqliteFeatureStore(folder.File("features.sqlite"), time);
        index = new MappedVectorIndex(folder.File("vectors"), FeatureVector.Dimensions, NullLogger<MappedVectorIndex>.Instance);
        neighbours = new SqliteNeighbourStore(folder.File("precomputed.sqlite"), time);
    }

    [Fact]
    public async Task Run_MostPopular_HaveTheNeighboursOfASearch()
    {
        var rows = await PutAsync();

        var report = await Job(seeds: 60).RunAsync(null, refresh: false, null, CancellationToken.None);

        var popular = rows.OrderByDescending(row => row.Popularity).ThenBy(row => row.Id).Take(60).ToList();
        var seeds = popular.Where(row => row.Indexed).ToList();
        Assert.Equal(new PrecomputationProgress(60, seeds.Count, 60), report);
        Assert.Equal(seeds.Count, await neighbours.CountAsync(CancellationToken.None));
        Assert.InRange(seeds.Count(row => row.Known.Contains(false)), 2, 58);
        foreach (var seed in seeds)
        {
            var weights = seed.Known.Select(known => known ? 1f : 0).ToArray();
            var expected = rows.Where(row => row.Indexed && row.Id != seed.Id)
                .Select(row => new Neighbour(row.Id, Cosine.Of(seed.Vector, row.Vector, weights)))
                .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id).Take(Nearest).ToList();
            var found = (await neighbours.GetAsync(seed.Id, CancellationToken.None))!.Neighbours;
            Assert.Equal(expected.Select(hit => hit.Id), found.Select(hit => hit.Id));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-12));
        }
    }

    [Fact]
    public async Task Run_Interrupted_ResumesWhereItStopped()
    {
        await PutAsync();
        using var stop = new CancellationTokenSource();
        var observer = new Observer(progress =>
        {
            if (progress.Done >= 20)
                stop.Cancel();
        });
        await Assert.ThrowsAsync<OperationCanceledException>(() => Job(seeds: 60).RunAsync(null, refresh: false, observer, stop.Token));
        var before = await neighbours.CountAsync(CancellationToken.None);
        Assert.InRange(before, 10, 24);

        time.Advance(TimeSpan.FromHours(1));
        var report = await Job(seeds: 60).RunAsync(null, refresh: false, null, CancellationToken.None);

        Assert.Equal(await neighbours.CountAsync(CancellationToken.None) - before, report.Computed);
        Assert.Equal(60, report.Done);
    }

    [Fact]
    public async Task Run_Again_ComputesOldOrRefreshedResults()
    {
        await PutAsync();
        var first = await Job(seeds: 30).RunAsync(null, refresh: false, null, CancellationToken.None);
        time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, (await Job(seeds: 30).RunAsync(null, refresh: false, null, CancellationToken.None)).Computed);
        Assert.Equal(first.Computed, (await Job(seeds: 30).RunAsync(null, refresh: true, null, CancellationToken.None)).Computed);
        time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, (await Job(seeds: 30).RunAsync(null, refresh: false, null, CancellationToken.None)).Computed);
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(first.Computed, (await Job(seeds: 30).RunAsync(null, refresh: false, null, CancellationToken.None)).Computed);
    }

    public void Dispose()
    {
        features.Dispose();
        index.Dispose();
        neighbours.Dispose();
        folder.Dispose();
    }

    private Precomputation Job(int seeds) => new(
        features, features, index, neighbours,
        Options.Create(new VectorizerOptions { Precomputed = new PrecomputedOptions { Seeds = seeds, Neighbours = Nearest, BatchSize = 7 } }), time);

    /// <summary>Random tracks, some without tempo or key; the last ones are not in the index.</summary>
    private async Task<List<Row>> PutAsync()
    {
        var random = new Random(20261121);
        var rows = new List<Row>();
        for (var i = 0; i < Tracks; i++)
        {
            double Share() => random.NextDouble();
            var sound = new AudioFeatures(
                random.Next(5) == 0 ? 0 : 60 + 140 * Share(), Share(), Share(), Share(), Share(), Share(), Share(), Share(), -20 * Share(), random.Next(13) - 1,
                random.Next(2), 3 + random.Next(3), 200_000);
            rows.Add(new Row(Events.Track(i), sound, random.Next(101), i < InIndex));
        }

        var provenance = new FeatureProvenance(FeatureOrigin.Computed, null);
        await features.PutFeaturesAsync([.. rows.Select(row => new TrackFeatures(row.Id, row.Sound, provenance))], CancellationToken.None);
        await features.PutDescriptionsAsync([.. rows.Select(Description)], CancellationToken.None);
        await index.UpsertAsync([.. rows.Where(row => row.Indexed).Select(row => new VectorPoint(row.Id, row.Vector, Description(row), null))], CancellationToken.None);
        return rows;
    }

    private static TrackDescription Description(Row row) => new(row.Id, "Track", "Artist", row.Popularity, null, null, []);

    private sealed record Row(TrackId Id, AudioFeatures Sound, int Popularity, bool Indexed)
    {
        public float[] Vector => FeatureVector.From(Sound, Popularity);

        public bool[] Known => FeatureVector.Known(Sound, Popularity);
    }

    private sealed class Observer(Action<PrecomputationProgress> look) : IProgress<PrecomputationProgress>
    {
        public void Report(PrecomputationProgress value) => look(value);
    }
}
