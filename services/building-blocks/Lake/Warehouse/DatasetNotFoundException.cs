namespace SpotifyPlatform.Lake.Warehouse;

/// <summary>The warehouse has no such data set.</summary>
/// <param name="where">The project or file that was asked.</param>
public sealed class DatasetNotFoundException(string dataset, string where, Exception? innerException = null) : Exception(
    $"BigQuery dataset not found: {where} has no data set '{dataset}'. Verify --project-id, and --dataset: dp_lake_dev (dev) or dp_lake_prd (prd); "
    + "then that the service account may read it (bigquery.datasets.get).", innerException)
{
    public string Dataset { get; } = dataset;
}
