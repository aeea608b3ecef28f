using SpotifyPlatform.Qdrant;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.Engines.IntegrationTests;

/// <summary>The contract suite of the port on a real Qdrant server, if one is configured. Its collections start with <c>test-</c> and are kept for inspection.</summary>
[Trait("Category", "Integration")]
public sealed class QdrantContractTests
{
    private const string Variable = "SPOTIFYPLATFORM_TEST_QDRANT";

    private static readonly string? Server = Environment.GetEnvironmentVariable(Variable);

    public static TheoryData<string, object?[]> Suite() => ContractSuite.Of<QdrantContract>(Server is not null);

    [SkippableTheory]
    [MemberData(nameof(Suite))]
    public async Task Contract_OnARealServer_Holds(string test, object?[] arguments)
    {
        Skip.If(Server is null, $"No Qdrant: set {Variable}=host:port (the gRPC port).");
        using var contract = new LiveContract(Server!);
        await ContractSuite.RunAsync(contract, test, arguments);
    }

    private sealed class LiveContract(string server) : QdrantContract
    {
        private readonly string run = $"test-{Guid.NewGuid():N}"[..13];

        protected override QdrantOptions Server(string collection) => new()
        {
            Address = new Uri($"http://{server}"),
            ApiKey = Environment.GetEnvironmentVariable(Variable + "_KEY"),
            AllowKeyOverPlaintext = true,
            Collection = $"{run}{collection}",
            MaxCandidates = 10_000,
            Oversampling = 10_000,
            Exact = true,
        };
    }
}
