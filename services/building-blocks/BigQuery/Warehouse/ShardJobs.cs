using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>The load jobs of some shards: one a table, from URIs of the bucket where the artifacts are in one, else with the files sent along.</summary>
/// <param name="bucketUri">Gives the <c>gs://</c> address of an artifact; null where they are in a folder.</param>
/// <param name="scratch">A folder for files on their way.</param>
internal sealed class ShardJobs(BigQueryClient client, ScriptRunner runner, ILocalArtifacts artifacts, Func<ArtifactKey, string>? bucketUri, string scratch)
{
    /// <summary>Loads the files of one kind, unless a job of this name has.</summary>
    /// <param name="name">The same name is the same files.</param>
    /// <exception cref="InvalidDataException">A row is refused, or as many rows as announced did not arrive.</exception>
    /// <exception cref="ArtifactNotFoundException">A file is gone.</exception>
    public async Task RunAsync(string name, IReadOnlyList<RowFile> files, TableReference table, TableSchema schema, WriteDisposition disposition, CancellationToken cancellationToken)
    {
        var withRows = files.Where(file => file.Rows > 0).ToList();
        if (withRows.Count == 0)
            return;
        var job = await RunAsync(name, withRows, table, id => new CreateLoadJobOptions { JobId = id, WriteDisposition = disposition }, schema, cancellationToken).ConfigureAwait(false);
        var announced = withRows.Sum(file => file.Rows);
        if (job.OutputRows != announced)
            throw new InvalidDataException($"Job {job.Reference.JobId} wrote {job.OutputRows} rows into {table.TableId}; {announced} were announced. Extract the shard again.");
    }

    private async Task<BigQueryJob> RunAsync(
        string name, List<RowFile> files, TableReference table, Func<string, CreateLoadJobOptions> options, TableSchema schema, CancellationToken cancellationToken)
    {
        try
        {
            if (bucketUri is not null && files.TrueForAll(RowFileUpload.IsReadable))
                return await runner.RunAsync(
                    name, id => client.CreateLoadJobAsync([.. files.Select(file => bucketUri(file.File.Key))], table, schema, options(id), cancellationToken), cancellationToken).ConfigureAwait(false);
            return await runner.RunAsync(
                name,
                async id =>
                {
                    await using var content = await RowFileUpload.JoinAsync(artifacts, files, scratch, cancellationToken).ConfigureAwait(false);
                    return await client.UploadAsync(table, schema, content, options(id), cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.IsOfJob && ex.Kind is BigQueryErrorKind.Invalid)
        {
            throw new InvalidDataException($"{ex.Message} Extract the shard again.", ex);
        }
        catch (BigQueryException ex) when (ex.IsOfJob && ex.Kind is BigQueryErrorKind.NotFound)
        {
            throw new InvalidDataException($"{ex.Message} A row file is gone: extract the shard again.", ex);
        }
    }
}
