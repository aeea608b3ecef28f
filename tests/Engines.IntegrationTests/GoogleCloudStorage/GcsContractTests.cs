using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Testing.Artifacts;

namespace SpotifyPlatform.Engines.IntegrationTests.GoogleCloudStorage;

/// <summary>The contract suite of the artifact store in a bucket, at its root and below a prefix.</summary>
[Trait("Category", "Integration")]
public sealed class GcsContractTests
{
    public static TheoryData<string, object?[]> Suite() => ContractSuite.Of<ArtifactStoreContract>(GcsServer.Address is not null);

    [SkippableTheory]
    [MemberData(nameof(Suite))]
    public Task Contract_InABucket_Holds(string test, object?[] arguments) => RunAsync("", test, arguments);

    [SkippableTheory]
    [MemberData(nameof(Suite))]
    public Task Contract_BelowAPrefix_Holds(string test, object?[] arguments) => RunAsync("spotify platform/a", test, arguments);

    private static async Task RunAsync(string prefix, string test, object?[] arguments)
    {
        GcsServer.SkipIfAbsent();
        var bucket = await GcsServer.CreateBucketAsync();
        using var other = GcsServer.Open(bucket, "spotify platform/ab");
        await other.CreateAsync(ArtifactKey.Parse("of-another-prefix"), new MemoryStream([1]), CancellationToken.None);
        if (prefix.Length == 0)
            await other.DeleteAsync(ArtifactKey.Parse("of-another-prefix"), CancellationToken.None);
        using var contract = new LiveContract(bucket, prefix);
        await ContractSuite.RunAsync(contract, test, arguments);
    }

    private sealed class LiveContract(string bucket, string prefix) : ArtifactStoreContract, IDisposable
    {
        private readonly List<IDisposable> opened = [];

        public void Dispose() => opened.ForEach(store => store.Dispose());

        protected override IArtifactStore Open()
        {
            var store = GcsServer.Open(bucket, prefix);
            lock (opened)
                opened.Add(store);
            return store;
        }
    }
}
