namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>Turns errors of the client into what consumers and commands know: transient, unknown, or a sentence with the remedy.</summary>
internal static class Faults
{
    public static async Task<T> MapAsync<T>(Func<Task<T>> call, BigQueryClient client, BigQueryWarehouseOptions options)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.IsTransient)
        {
            // The ledger and the ids of jobs make a repetition safe.
            throw ex.IsOutcomeUnknown ? new TimeoutException($"The outcome is unknown. {ex.Message}", ex) : new IOException($"BigQuery failed: {ex.Message}", ex);
        }
        catch (BigQueryException ex)
        {
            throw new StoreRefusedException($"BigQuery refused: {ex.Message} {Remedy(ex.Kind, client.ProjectId, options)}", ex);
        }
    }

    private static string Remedy(BigQueryErrorKind kind, string project, BigQueryWarehouseOptions options) => kind switch
    {
        BigQueryErrorKind.NotFound =>
            $"Create the data set (bq mk --dataset {project}:{options.Dataset}), or correct GCP_PROJECT_ID, Storage:BigQuery:ProjectId, Dataset and Location (now {project}, {options.Dataset}, {options.Location ?? "US or EU"}).",
        BigQueryErrorKind.AccessDenied =>
            $"Grant the account of this process roles/bigquery.dataEditor on data set {options.Dataset} and roles/bigquery.jobUser on project {project}, and read access to the bucket; or correct the project.",
        BigQueryErrorKind.Unauthenticated => BigQueryClientBuilder.CredentialsRemedy,
        BigQueryErrorKind.BytesBilledLimitExceeded => "Raise Storage:BigQuery:MaximumBytesBilled, or leave the shard as it is.",
        _ => "Check section Storage:BigQuery.",
    };
}
