using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.EventBus;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>The composed service on the embedded bus and feature store.</summary>
public sealed class HostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Host_EveryPartOnTheBus_WritesTheWholePoint()
    {
        var index = new FakeVectorIndex();
        using var host = Build(index);
        var publisher = host.Services.GetRequiredService<IEventPublisher>();
        await host.StartAsync();
        await publisher.PublishAsync(Topics.TracksMatched, [new OutgoingEvent<TracksMatched>("1", Events.Match((1, 7)))], CancellationToken.None);
        await publisher.PublishAsync(Topics.TracksExtracted, [new OutgoingEvent<TracksExtracted>("1", Events.Describe((1, 50)))], CancellationToken.None);
        await publisher.PublishAsync(Topics.FeaturesExtracted, [new OutgoingEvent<FeaturesExtracted>("1", Events.Features(1))], CancellationToken.None);
        var point = await index.FirstMatched.Task.WaitAsync(Patience);
        await host.Services.GetRequiredService<IEventBus>().CaughtUpAsync();
        await host.StopAsync();
        Assert.Equal((Events.Track(1), Events.Mbid(7)), (point.Id, point.Mbid));
    }

    [Fact]
    public async Task Host_AccessesOnTheBusTwice_AreCountedOnceAndPromoted()
    {
        var index = new FakeVectorIndex();
        using var accesses = new SqliteAccessStore(folder.File("access.sqlite"), TimeProvider.System);
        var counted = new SignallingAccessStore(accesses);
        using var host = Build(index, counted);
        var publisher = host.Services.GetRequiredService<IEventPublisher>();
        await host.StartAsync();

        // Track 2 is of tier A and follows track 1 in the same partitions: when its point is written, both parts of track 1 are stored.
        await publisher.PublishAsync(Topics.TracksExtracted, [new OutgoingEvent<TracksExtracted>("1", Events.Describe((1, 10), (2, 50)))], CancellationToken.None);
        await publisher.PublishAsync(Topics.FeaturesExtracted, [new OutgoingEvent<FeaturesExtracted>("1", Events.Features(1, 2))], CancellationToken.None);
        await publisher.PublishAsync(Topics.TracksMatched, [new OutgoingEvent<TracksMatched>("1", Events.Match((2, 7)))], CancellationToken.None);
        await index.FirstMatched.Task.WaitAsync(Patience);
        foreach (var id in new[] { "first", "again" })
            await publisher.PublishAsync(Topics.TracksAccessed, [new OutgoingEvent<TracksAccessed>(id, Events.Access(1, (1, 5)))], CancellationToken.None);
        await counted.Twice.WaitAsync(Patience);
        await host.Services.GetRequiredService<IEventBus>().CaughtUpAsync();

        await host.Services.GetRequiredService<Promotion>().RunAsync(CancellationToken.None);
        await host.StopAsync();

        Assert.Equal([Events.Track(1), Events.Track(2)], index.Points.Keys.Order());
        var access = Assert.Single(await accesses.GetAsync([Events.Track(1)], CancellationToken.None));
        Assert.Equal(5, access.Count);
        Assert.NotNull(access.PromotedAt);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Reports when two batches were counted.</summary>
    private sealed class SignallingAccessStore(IAccessStore inner) : IAccessStore
    {
        private readonly TaskCompletionSource twice = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int added;

        public Task Twice => twice.Task;

        public async Task MergeAsync(AccessCounts counts, CancellationToken cancellationToken)
        {
            await inner.MergeAsync(counts, cancellationToken);
            if (Interlocked.Increment(ref added) == 2)
                twice.TrySetResult();
        }

        public Task<IReadOnlyList<TrackAccess>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => inner.GetAsync(ids, cancellationToken);

        public Task<IReadOnlyList<TrackAccess>> CandidatesAsync(long minAccesses, TrackAccess? after, int limit, CancellationToken cancellationToken) =>
            inner.CandidatesAsync(minAccesses, after, limit, cancellationToken);

        public Task<IReadOnlyList<TrackId>> PromotedAsync(TrackId? after, int limit, CancellationToken cancellationToken) => inner.PromotedAsync(after, limit, cancellationToken);

        public Task MarkPromotedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => inner.MarkPromotedAsync(ids, cancellationToken);
    }

    private IHost Build(FakeVectorIndex index, IAccessStore? accesses = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = folder.Path,
        });
        builder.Services.AddSingleton<IVectorIndex>(index);
        if (accesses is not null)
            builder.Services.AddSingleton(accesses);
        builder.Configuration.AddEmbeddedBus(folder.File("bus.sqlite"));
        builder.AddEngines();
        builder.AddVectorizer();
        // Registering twice must be harmless.
        builder.AddVectorizer();
        return builder.Build();
    }
}
