using System.Reflection;
using System.Runtime.ExceptionServices;
using SpotifyPlatform.Qdrant;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.Engines.IntegrationTests;

/// <summary>The contract suite of the port on a real Qdrant server, if one is configured. Its collections start with <c>test-</c> and are kept for inspection.</summary>
[Trait("Category", "Integration")]
public sealed class QdrantContractTests
{
    private const string Variable = "SPOTIFYPLATFORM_TEST_QDRANT";
    private const string WholeSuite = "(the whole suite)";

    private static readonly string? Server = Environment.GetEnvironmentVariable(Variable);

    /// <summary>All tests of the suite with their arguments; a single row without a server, so that the skip is reported.</summary>
    public static TheoryData<string, int?> Suite()
    {
        var rows = new TheoryData<string, int?>();
        if (Server is null)
            rows.Add(WholeSuite, null);
        else
            foreach (var test in typeof(QdrantContract).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null))
                foreach (var argument in test.GetCustomAttributes<InlineDataAttribute>().Select(data => (int?)data.GetData(test).Single()[0]).DefaultIfEmpty(null))
                    rows.Add(test.Name, argument);
        return rows;
    }

    [SkippableTheory]
    [MemberData(nameof(Suite))]
    public async Task Contract_OnARealServer_Holds(string test, int? argument)
    {
        Skip.If(Server is null, $"No Qdrant: set {Variable}=host:port (the gRPC port).");
        using var contract = new LiveContract(Server!);
        try
        {
            await (Task)typeof(QdrantContract).GetMethod(test)!.Invoke(contract, argument is null ? [] : [argument])!;
        }
        catch (TargetInvocationException ex) when (ex.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
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
