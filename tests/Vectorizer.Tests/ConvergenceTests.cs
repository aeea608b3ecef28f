using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>Reordered, repeated and concurrent events, and crashes between them, result in the same rows.</summary>
public sealed class ConvergenceTests : IDisposable
{
    private const int Tracks = 60;
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Handle_ShuffledRepeatedAndAtOnce_EndsInTheSameState(int seed)
    {
        var straight = await RunAsync(AllEvents(), async (vectorizer, events) =>
        {
            foreach (var message in events)
                Assert.Null(await vectorizer.HandleAsync(message));
        });
        IMessage[] events = [.. AllEvents(), .. AllEvents()];
        new Random(seed).Shuffle(events);
        var atOnce = await RunAsync(events, (vectorizer, shuffled) => Parallel.ForEachAsync(
            shuffled, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (message, _) => Assert.Null(await vectorizer.HandleAsync(message))));
        Assert.Equal(straight, atOnce);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Handle_BatchesOfTwoRevisionsInAnyOrder_EndsInTheNewer(int seed)
    {
        var newer = Revised(popularity: 60, revision: 2);
        var newerAlone = await RunAsync(newer, HandleAsync);
        IMessage[] events = [.. Revised(popularity: 40, revision: 1), .. newer, .. Revised(popularity: 40, revision: 1)];
        new Random(seed).Shuffle(events);

        Assert.Equal(newerAlone, await RunAsync([.. events, .. newer], HandleAsync));
        Assert.Equal(newerAlone, await RunAsync([.. newer, .. Revised(popularity: 40, revision: 1)], HandleAsync));

        static async Task HandleAsync(VectorizerProcess vectorizer, IMessage[] messages)
        {
            foreach (var message in messages)
                Assert.Null(await vectorizer.HandleAsync(message));
        }
    }

    [Fact]
    public async Task Crash_AtEveryStep_LosesNothing()
    {
        IMessage[] events = [Events.Features(1, 2), Events.Describe((1, 50), (2, 10)), Events.Match((1, 7), (2, 8)), Events.Match((1, null))];
        var undisturbed = await CrashAsync(events, Crash.Never);
        Assert.False(undisturbed.Crashed);
        var step = 1;
        for (; await CrashAsync(events, new Crash(step)) is { Crashed: true } run; step++)
            Assert.Equal((step, undisturbed.Digest), (step, run.Digest));
        Assert.InRange(step, 12, 100);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>All parts of all tracks, in batches of different sizes.</summary>
    private static IMessage[] AllEvents() =>
    [
        .. Enumerable.Range(0, Tracks).Chunk(7).Select(ids => Events.Describe([.. ids.Select(id => (id, id * 2 % 101))])),
        .. Enumerable.Range(0, Tracks).Where(id => id % 9 != 0).Chunk(5).Select(ids => Events.Features(ids)),
        .. Enumerable.Range(0, Tracks).Where(id => id % 3 == 0).Chunk(4).Select(ids => Events.Match([.. ids.Select(id => (id, (int?)id))])),
    ];

    /// <summary>The same tracks, in each revision with another popularity.</summary>
    private static IMessage[] Revised(int popularity, long revision) =>
    [
        .. Enumerable.Range(0, Tracks).Chunk(7).Select(ids =>
        {
            var batch = Events.Describe([.. ids.Select(id => (id, popularity))]);
            batch.Origin = new BatchOrigin { Revision = revision };
            return batch;
        }),
        .. Enumerable.Range(0, Tracks).Chunk(5).Select(ids =>
        {
            var batch = Events.Features(ids);
            batch.Origin = new BatchOrigin { Revision = revision };
            foreach (var track in batch.Tracks)
                track.Tempo += revision;
            return batch;
        }),
    ];

    private async Task<string> RunAsync(IMessage[] events, Func<VectorizerProcess, IMessage[], Task> handle)
    {
        var data = Directory.CreateDirectory(folder.File(Guid.NewGuid().ToString("N"))).FullName;
        using (var stores = new Stores(data))
        using (var vectorizer = new VectorizerProcess(stores.Features, stores.Vectors))
            await handle(vectorizer, events);
        return Stores.Digest(data);
    }

    private async Task<(bool Crashed, string Digest)> CrashAsync(IMessage[] events, Crash crash)
    {
        var data = Directory.CreateDirectory(folder.File(Guid.NewGuid().ToString("N"))).FullName;
        var (handled, crashed) = (0, false);
        while (handled < events.Length)
        {
            using var stores = new Stores(data);
            var rest = crashed ? Crash.Never : crash;
            using var vectorizer = new VectorizerProcess(new CrashingFeatureStore(stores.Features, rest), new CrashingVectorIndex(stores.Vectors, rest));
            try
            {
                for (; handled < events.Length; handled++)
                    Assert.Null(await vectorizer.HandleAsync(events[handled]));
            }
            catch (CrashedException)
            {
                crashed = true;
            }
        }

        return (crashed, Stores.Digest(data));
    }

    private sealed class Stores(string data) : IDisposable
    {
        public SqliteFeatureStore Features { get; } = new(Path.Combine(data, "features.sqlite"), TimeProvider.System);

        public MappedVectorIndex Vectors { get; } = new(Path.Combine(data, "vectors"), dimensions: 13, NullLogger<MappedVectorIndex>.Instance);

        public static string Digest(string data) => $"{LogicalDigest.Of(Path.Combine(data, "features.sqlite"))} {VectorDigest.Of(Path.Combine(data, "vectors"))}";

        public void Dispose()
        {
            Features.Dispose();
            Vectors.Dispose();
        }
    }
}
