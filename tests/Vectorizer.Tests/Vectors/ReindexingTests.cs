using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Consumers;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Vectorizer.Tests.Vectors;

/// <summary>The composed service on one data folder and two vector indexes.</summary>
public sealed class ReindexingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Run_EmptyIndexOfOtherDimensions_HasWhatTheFirstOneHad()
    {
        var (first, second) = (new FakeVectorIndex(), new FakeVectorIndex());
        using (var host = Build(first, embedding: 0))
        {
            // Tracks 1 and 2 are in tier A, 3 and 4 below; 4 is promoted. Track 5 has no features.
            var vectors = host.Services.GetRequiredService<TrackVectors>();
            var metrics = host.Services.GetRequiredService<VectorizerMetrics>();
            await new TrackDescriptionsConsumer(vectors, metrics).HandleAsync(Events.Describe((1, 50), (2, 90), (3, 10), (4, 10), (5, 90)), CancellationToken.None);
            await new FeaturesConsumer(vectors, metrics).HandleAsync(Events.Features(1, 2, 3, 4), CancellationToken.None);
            await new MatchesConsumer(vectors, metrics).HandleAsync(Events.Match((2, 7)), CancellationToken.None);
            var access = new TrackAccess(Events.Track(4), 5, DateTimeOffset.UnixEpoch);
            await host.Services.GetRequiredService<IAccessStore>().MergeAsync(new AccessCounts(Guid.NewGuid(), [access]), CancellationToken.None);
            await vectors.PromoteAsync([Events.Track(4)], limit: 10, capacity: 10, CancellationToken.None);
        }

        using (var host = Build(second, embedding: 8))
            for (var run = 0; run < 2; run++)
                Assert.Equal(new ReindexingProgress(3, 3), await host.Services.GetRequiredService<Reindexing>().RunAsync(null, CancellationToken.None));

        Assert.Equal([.. new[] { 1, 2, 4 }.Select(Events.Track).Order()], second.Points.Keys.Order());
        Assert.All(first.Points, point =>
        {
            var other = second.Points[point.Key];
            Assert.Equal((13, 21), (point.Value.Vector.Length, other.Vector.Length));
            Assert.Equal(point.Value.Vector, other.Vector[..13]);
            Assert.Equal((point.Value.Mbid, point.Value.Payload.Title), (other.Mbid, other.Payload.Title));
        });
    }

    public void Dispose() => folder.Dispose();

    private IHost Build(FakeVectorIndex index, int embedding)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EventBus:Path"] = folder.File("bus.sqlite"), ["Storage:DataFolder"] = folder.Path, ["Embedding:Dimensions"] = $"{embedding}",
        });
        builder.Services.AddSingleton<IVectorIndex>(index);
        builder.AddEngines();
        builder.AddVectorizer();
        return builder.Build();
    }
}
