using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>Puts the parts of the warehouse together.</summary>
internal static class WarehouseFactory
{
    /// <param name="bucketUri">Gives the <c>gs://</c> address of an artifact; null where they are in a folder.</param>
    /// <param name="scratch">A folder for files on their way.</param>
    public static BigQueryWarehouse Create(
        BigQueryClient client, BigQueryWarehouseOptions options, TableStore store, ILocalArtifacts artifacts, Func<ArtifactKey, string>? bucketUri, string scratch, TimeProvider time)
    {
        var tables = new WarehouseTables(client, options.Dataset);
        var scripts = new ScriptRunner(client, time);
        return new BigQueryWarehouse(
            client, tables, new LoadLedger(client, tables, scripts), new ShardJobs(client, scripts, artifacts, bucketUri, scratch), store, options, time);
    }

    /// <exception cref="StoreRefusedException">There is no project, or there are no credentials.</exception>
    public static BigQueryClient Connect(BigQueryWarehouseOptions options, TimeProvider time, BigQueryMetrics metrics, ILogger logger)
    {
        try
        {
            return new BigQueryClientBuilder
            {
                ProjectId = options.ProjectId, DefaultLocation = options.Location, MaximumBytesBilled = options.MaximumBytesBilled, Time = time, Metrics = metrics, Logger = logger,
            }.Build();
        }
        catch (BigQueryException ex)
        {
            throw new StoreRefusedException(ex.Message, ex);
        }
    }
}
