using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Consumers;

namespace SpotifyPlatform.Vectorizer.Tests.Consumers;

/// <summary>A track that may be promoted, and the tick of the promotion's schedule.</summary>
public sealed class PromotionDueConsumerTests : IAsyncLifetime, IDisposable
{
    private readonly FakeVectorIndex index = new();
    private readonly FakeAccessStore accesses = new();
    private readonly VectorizerProcess vectorizer;
    private readonly PromotionDueConsumer consumer;

    public PromotionDueConsumerTests()
    {
        var store = new FakeFeatureStore();
        store.Put(TestTrack.Of(1, 10));
        vectorizer = new VectorizerProcess(store, index, accesses);
        consumer = new PromotionDueConsumer(vectorizer.Promotion, NullLogger<PromotionDueConsumer>.Instance);
    }

    public Task InitializeAsync() => vectorizer.HandleAsync(Events.Access(1, (1, 5)));

    [Fact]
    public async Task Handle_TheSameTickTwice_PromotesOnce()
    {
        Assert.Null(await TickAsync());
        Assert.Null(await TickAsync());

        Assert.Equal([Events.Track(1)], accesses.Promoted);
        Assert.Equal([1], accesses.Marked.Where(tracks => tracks > 0));
    }

    public static TheoryData<Exception> TransientFaults() =>
    [
        new IOException("full"), new TimeoutException("locked"), new HttpRequestException("no embedder"), new StoreRefusedException("no key"),
        new TableNotBuiltException("features"), new InvalidDataException("a damaged page"),
        new ArtifactChangedException(new ArtifactReference(ArtifactKey.Parse("tables/features/1/part"), 1, ""), "has 2 bytes"),
    ];

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task Handle_RunFails_PromotesAtTheNextTick(Exception failure)
    {
        index.NextFault = failure;
        Assert.Null(await TickAsync());
        Assert.Empty(accesses.Promoted);

        Assert.Null(await TickAsync());
        Assert.Equal([Events.Track(1)], accesses.Promoted);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => vectorizer.Dispose();

    private Task<EventBus.Refusal?> TickAsync() => consumer.HandleAsync(new JobDue { Job = "promotion", DueMs = 1 }, CancellationToken.None);
}
