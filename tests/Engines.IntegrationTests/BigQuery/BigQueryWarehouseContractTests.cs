using SpotifyPlatform.BigQuery;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.BigQuery;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.Engines.IntegrationTests.BigQuery;

/// <summary>The contract suite of the warehouse, on BigQuery.</summary>
[Trait("Category", "Integration")]
public sealed class BigQueryWarehouseContractTests
{
    public static TheoryData<string, object?[]> Suite() => ContractSuite.Of<WarehouseContract>(BigQueryServer.Address is not null);

    [SkippableTheory]
    [MemberData(nameof(Suite))]
    public async Task Contract_OnBigQuery_Holds(string test, object?[] arguments)
    {
        BigQueryServer.SkipIfAbsent();
        using var contract = new LiveContract();
        await ContractSuite.RunAsync(contract, test, arguments);
    }

    private sealed class LiveContract : WarehouseContract
    {
        private readonly List<BigQueryClient> clients = [];

        protected override IWarehouse Open(string place, TimeProvider clock)
        {
            var world = WorldOf(place);
            var client = Connect(world);
            client.GetOrCreateDatasetAsync(world.Dataset, default).GetAwaiter().GetResult();
            return world.Open(client);
        }

        protected override ShardWriter Writer(string place) => WorldOf(place).Writer(World);

        protected override string Digest(string place) => BigQueryWorld.DigestAsync(Connect(WorldOf(place)), BigQueryWorld.DatasetOf(place)).GetAwaiter().GetResult();

        protected override void Dispose(bool disposing)
        {
            clients.ForEach(client => client.Dispose());
            base.Dispose(disposing);
        }

        private static BigQueryWorld WorldOf(string place) => new(BigQueryServer.Address!, BigQueryWorld.DatasetOf(place), place);

        private BigQueryClient Connect(BigQueryWorld world)
        {
            var client = world.Connect();
            lock (clients)
                clients.Add(client);
            return client;
        }
    }
}
