using SpotifyPlatform.BigQuery;
using SpotifyPlatform.Lake.Warehouse;
using SpotifyPlatform.Lake.Warehouse.BigQuery;

namespace SpotifyPlatform.Lake.Tests.Support;

/// <summary>An emulator of BigQuery.</summary>
internal sealed class BigQueryServer : IWarehouseServer
{
    private const string ProjectVariable = "BIGQUERY_PROJECT";

    public void SkipIfAbsent() => Skip.If(
        Environment.GetEnvironmentVariable(BigQueryClientBuilder.EmulatorVariable) is null,
        $"No BigQuery emulator: set {BigQueryClientBuilder.EmulatorVariable}=http://host:port and {ProjectVariable}.");

    public async Task<(ISqlWarehouse Warehouse, LakeTarget Target)> OpenAsync(string folder)
    {
        var client = new BigQueryClientBuilder { ProjectId = Environment.GetEnvironmentVariable(ProjectVariable) ?? "test-project" }.Build();
        var target = LakeTarget.Of("dev", $"dp_lake_{Guid.NewGuid():N}");
        await client.GetOrCreateDatasetAsync(target.LakeDataset, CancellationToken.None);
        await client.GetOrCreateDatasetAsync(target.HubDataset, CancellationToken.None);
        return (new BigQueryWarehouse(client), target);
    }
}
