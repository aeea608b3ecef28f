using SpotifyPlatform.Lake.Warehouse;
using SpotifyPlatform.Lake.Warehouse.DuckDb;

namespace SpotifyPlatform.Lake.Tests.Support;

/// <summary>An engine that tests run on, with data sets of its own for each test.</summary>
internal interface IWarehouseServer
{
    /// <summary>Skips the test where the engine is not there.</summary>
    void SkipIfAbsent();

    /// <param name="folder">The test's own.</param>
    Task<(ISqlWarehouse Warehouse, LakeTarget Target)> OpenAsync(string folder);
}

internal sealed class DuckDbServer : IWarehouseServer
{
    public void SkipIfAbsent()
    {
        // The engine is embedded.
    }

    public Task<(ISqlWarehouse Warehouse, LakeTarget Target)> OpenAsync(string folder)
    {
        var target = LakeTarget.Of("dev");
        ISqlWarehouse warehouse = new DuckDbWarehouse(Path.Combine(folder, "warehouse.duckdb"), [target.LakeDataset, target.HubDataset], 256L << 20);
        return Task.FromResult((warehouse, target));
    }
}
