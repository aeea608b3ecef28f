using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.BigQuery.Rest;

namespace SpotifyPlatform.BigQuery;

public sealed partial class BigQueryClient
{
    private static readonly TimeSpan FirstPollDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts a load of files of a bucket. A job of this id that is there already is that job, whatever became of it.</summary>
    /// <param name="sourceUris"><c>gs://bucket/object</c>, at most 10,000.</param>
    /// <param name="schema">Null for the table's own.</param>
    public Task<BigQueryJob> CreateLoadJobAsync(
        IReadOnlyList<string> sourceUris, TableReference destination, TableSchema? schema, CreateLoadJobOptions options, CancellationToken cancellationToken) =>
        InsertAsync(LoadOf(sourceUris, destination, schema, options), cancellationToken);

    /// <summary>Starts a load of a file that is sent along, by a resumable upload.</summary>
    /// <param name="input">Seekable; sent from its position to its end.</param>
    /// <inheritdoc cref="CreateLoadJobAsync"/>
    public async Task<BigQueryJob> UploadAsync(TableReference destination, TableSchema? schema, Stream input, CreateLoadJobOptions options, CancellationToken cancellationToken)
    {
        var job = LoadOf(null, destination, schema, options);
        var upload = new ResumableUpload(channel, $"/upload{Projects}/jobs", job, input, stop => FindResourceAsync(job.JobReference!, stop));
        return new BigQueryJob(this, await upload.RunAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Starts a query.</summary>
    /// <inheritdoc cref="CreateLoadJobAsync"/>
    public Task<BigQueryJob> CreateQueryJobAsync(string sql, IEnumerable<BigQueryParameter>? parameters, QueryOptions? options, CancellationToken cancellationToken)
    {
        options ??= new QueryOptions();
        var named = parameters?.Select(parameter => parameter.ToResource()).ToList() ?? [];
        var limit = options.MaximumBytesBilled ?? maximumBytesBilled;
        return InsertAsync(
            new Job
            {
                JobReference = ReferenceOf(options.JobId, "query"),
                Configuration = new JobConfiguration
                {
                    Labels = options.Labels,
                    Query = new JobConfigurationQuery
                    {
                        Query = sql,
                        UseLegacySql = false,
                        ParameterMode = named.Count > 0 ? "NAMED" : null,
                        QueryParameters = named.Count > 0 ? named : null,
                        MaximumBytesBilled = limit?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        DefaultDataset = options.DefaultDataset,
                        UseQueryCache = options.UseQueryCache,
                    },
                },
            },
            cancellationToken);
    }

    /// <summary>Runs a query, or a script of statements, to its end.</summary>
    /// <exception cref="BigQueryException">It failed.</exception>
    /// <exception cref="TimeoutException">It did not end in time, and goes on.</exception>
    public async Task<BigQueryResults> ExecuteQueryAsync(
        string sql, IEnumerable<BigQueryParameter>? parameters, QueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        var job = await CreateQueryJobAsync(sql, parameters, options, cancellationToken).ConfigureAwait(false);
        job = (await job.PollUntilCompletedAsync(cancellationToken).ConfigureAwait(false)).ThrowOnAnyError();
        if (job.TotalBytesBilled is { } billed)
            channel.Metrics.Billed(billed);
        return new BigQueryResults(this, job, await ReadPageAsync(job.Reference, null, options?.PageSize, cancellationToken).ConfigureAwait(false), options?.PageSize);
    }

    /// <exception cref="BigQueryException">There is no such job, or access is denied.</exception>
    public async Task<BigQueryJob> GetJobAsync(JobReference reference, CancellationToken cancellationToken) =>
        new(this, await channel.GetAsync<Job>(PathOf(reference), cancellationToken).ConfigureAwait(false));

    /// <summary>A job by its id; null where there is none.</summary>
    public async Task<BigQueryJob?> FindJobAsync(string jobId, CancellationToken cancellationToken) =>
        await FindResourceAsync(ReferenceOf(jobId, ""), cancellationToken).ConfigureAwait(false) is { } found ? new BigQueryJob(this, found) : null;

    internal async Task<BigQueryJob> PollUntilCompletedAsync(BigQueryJob job, CancellationToken cancellationToken)
    {
        var (start, delay) = (channel.Time.GetTimestamp(), FirstPollDelay < channel.Settings.MaxPollDelay ? FirstPollDelay : channel.Settings.MaxPollDelay);
        while (job.State != JobState.Done)
        {
            if (channel.Time.GetElapsedTime(start) > channel.Settings.JobTimeout)
                throw new TimeoutException($"Job {job.Reference.JobId} did not end within {channel.Settings.JobTimeout}; it goes on.");
            await Task.Delay(delay, channel.Time, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < channel.Settings.MaxPollDelay ? delay * 2 : channel.Settings.MaxPollDelay;
            job = await GetJobAsync(job.Reference, cancellationToken).ConfigureAwait(false);
        }

        if (job is { Error: null, OutputRows: { } rows })
            channel.Metrics.Loaded(rows);
        return job;
    }

    internal Task<QueryPage> ReadPageAsync(JobReference job, string? token, int? pageSize, CancellationToken cancellationToken)
    {
        var query = $"?formatOptions.useInt64Timestamp=true{LocationQuery('&')}";
        if (token is not null)
            query += $"&pageToken={Uri.EscapeDataString(token)}";
        if (pageSize is { } rows)
            query += string.Create(System.Globalization.CultureInfo.InvariantCulture, $"&maxResults={rows}");
        return channel.GetAsync<QueryPage>($"{Projects}/queries/{Uri.EscapeDataString(job.JobId)}{query}", cancellationToken);
    }

    /// <summary>A repeated insert of one id is answered by <c>duplicate</c>: the job is there, started by an earlier attempt or an earlier process.</summary>
    private async Task<BigQueryJob> InsertAsync(Job job, CancellationToken cancellationToken)
    {
        try
        {
            return new BigQueryJob(this, await channel.PostAsync<Job>($"{Projects}/jobs", job, cancellationToken).ConfigureAwait(false));
        }
        catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.Duplicate)
        {
            return await GetJobAsync(job.JobReference!, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Job?> FindResourceAsync(JobReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.GetAsync<Job>(PathOf(reference), cancellationToken).ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.NotFound)
        {
            return null;
        }
    }

    private Job LoadOf(IReadOnlyList<string>? uris, TableReference destination, TableSchema? schema, CreateLoadJobOptions options) => new()
    {
        JobReference = ReferenceOf(options.JobId, "load"),
        Configuration = new JobConfiguration
        {
            Labels = options.Labels,
            Load = new JobConfigurationLoad
            {
                DestinationTable = destination,
                Schema = schema,
                SourceUris = uris,
                SourceFormat = options.SourceFormat.ToWire(),
                WriteDisposition = options.WriteDisposition.ToWire(),
                MaxBadRecords = 0,
                TimePartitioning = options.TimePartitioning,
                Clustering = options.Clustering,
            },
        },
    };

    private JobReference ReferenceOf(string? jobId, string kind)
    {
        var id = jobId ?? $"{kind}_{Guid.NewGuid():N}";
        return JobReference.IsJobId(id) ? new JobReference(ProjectId, id, location) : throw new ArgumentException($"'{id}' is no id of a job; it has letters, digits, _ and -.", nameof(jobId));
    }

    private string PathOf(JobReference job) => $"{Projects}/jobs/{Uri.EscapeDataString(job.JobId)}{LocationQuery('?')}";
}
