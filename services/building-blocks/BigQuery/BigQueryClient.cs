using System.Globalization;
using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.BigQuery.Rest;

namespace SpotifyPlatform.BigQuery;

/// <summary>
/// A client of BigQuery's REST API v2, shaped like the published <c>Google.Cloud.BigQuery.V2</c>, which this project's package feed lacks. A call has one
/// effect, also when its answer is lost and the call is repeated: jobs have an id of the client.
/// </summary>
public sealed partial class BigQueryClient : IDisposable
{
    private readonly RestChannel channel;
    private readonly string? location;
    private readonly long? maximumBytesBilled;

    internal BigQueryClient(RestChannel channel, string project, string? location, long? maximumBytesBilled) =>
        (this.channel, ProjectId, this.location, this.maximumBytesBilled) = (channel, project, location, maximumBytesBilled);

    public string ProjectId { get; }

    public DatasetReference GetDatasetReference(string datasetId) => new(ProjectId, datasetId);

    public TableReference GetTableReference(string datasetId, string tableId) => new(ProjectId, datasetId, tableId);

    /// <exception cref="BigQueryException">There is none, or access is denied.</exception>
    public Task<Dataset> GetDatasetAsync(string datasetId, CancellationToken cancellationToken) => channel.GetAsync<Dataset>(PathOf(datasetId), cancellationToken);

    /// <summary>Creates the data set unless it is there.</summary>
    public Task<Dataset> GetOrCreateDatasetAsync(string datasetId, CancellationToken cancellationToken) => GetOrCreateAsync(
        Projects + "/datasets", PathOf(datasetId), new Dataset { DatasetReference = GetDatasetReference(datasetId), Location = location }, cancellationToken);

    /// <summary>The table, with its numbers of rows and bytes.</summary>
    /// <exception cref="BigQueryException">There is none, or access is denied.</exception>
    public async Task<Table> GetTableAsync(TableReference table, CancellationToken cancellationToken)
    {
        var found = await channel.GetAsync<Table>(PathOf(table), cancellationToken).ConfigureAwait(false);
        if (found.NumBytes is { } bytes)
            channel.Metrics.Stored(table.TableId, bytes);
        return found;
    }

    /// <summary>Creates the table unless one of its name is there.</summary>
    /// <param name="resource">With schema, partitioning and clustering; <see cref="Table.TableReference"/> names it.</param>
    public Task<Table> GetOrCreateTableAsync(Table resource, CancellationToken cancellationToken)
    {
        var reference = resource.TableReference ?? throw new ArgumentException("The table has no reference.", nameof(resource));
        return GetOrCreateAsync(PathOf(reference.DatasetId) + "/tables", PathOf(reference), resource, cancellationToken);
    }

    /// <summary>Deletes a table; one that is not there is no error.</summary>
    public async Task DeleteTableAsync(TableReference table, CancellationToken cancellationToken)
    {
        try
        {
            await channel.DeleteAsync(PathOf(table), cancellationToken).ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.NotFound)
        {
            // Deleted before, perhaps by a request whose answer was lost.
        }
    }

    public void Dispose() => channel.Dispose();

    internal string Projects => $"/bigquery/v2/projects/{Uri.EscapeDataString(ProjectId)}";

    private string PathOf(string datasetId) => $"{Projects}/datasets/{Uri.EscapeDataString(datasetId)}";

    private static string PathOf(TableReference table) =>
        $"/bigquery/v2/projects/{Uri.EscapeDataString(table.ProjectId)}/datasets/{Uri.EscapeDataString(table.DatasetId)}/tables/{Uri.EscapeDataString(table.TableId)}";

    private string LocationQuery(char separator) => location is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{separator}location={Uri.EscapeDataString(location)}");

    private async Task<T> GetOrCreateAsync<T>(string parent, string path, T resource, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await channel.GetAsync<T>(path, cancellationToken).ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.NotFound)
        {
            // Created below.
        }

        try
        {
            return await channel.PostAsync<T>(parent, resource, cancellationToken).ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.Duplicate)
        {
            return await channel.GetAsync<T>(path, cancellationToken).ConfigureAwait(false);
        }
    }
}
