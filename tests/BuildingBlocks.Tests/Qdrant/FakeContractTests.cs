using SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant;

public sealed class FakeServer : IAsyncLifetime
{
    internal FakeQdrant Qdrant { get; private set; } = null!;

    public async Task InitializeAsync() => Qdrant = await FakeQdrant.StartAsync();

    public async Task DisposeAsync() => await Qdrant.DisposeAsync();
}

public class FakeContractTests(FakeServer server) : QdrantContract, IClassFixture<FakeServer>
{
    protected override int RandomQueries => 50;

    protected override int RandomPoints => 1000;

    protected override QdrantOptions Server(string collection) => new()
    {
        Address = server.Qdrant.Address, Collection = collection, MaxCandidates = 10_000, Oversampling = 10_000, RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Assert.Empty(server.Qdrant.WireFaults);
    }
}

/// <summary>With an embedding after the features, whose numbers may be negative.</summary>
public sealed class HybridFakeContractTests(FakeServer server) : FakeContractTests(server)
{
    protected override int Dimensions => 40;
}
