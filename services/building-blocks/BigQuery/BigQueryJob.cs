using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.BigQuery.Rest;

namespace SpotifyPlatform.BigQuery;

/// <summary>A job as the server last told of it.</summary>
public sealed class BigQueryJob
{
    private readonly BigQueryClient client;
    private readonly Job resource;

    /// <exception cref="BigQueryException">The resource is of no job.</exception>
    internal BigQueryJob(BigQueryClient client, Job resource)
    {
        (this.client, this.resource) = (client, resource);
        Reference = JobReference.IsJobId(resource.JobReference?.JobId)
            ? resource.JobReference!
            : throw new BigQueryException(BigQueryErrorKind.InvalidResponse, "The server's answer names no job.");
        State = resource.Status?.State switch
        {
            "PENDING" => JobState.Pending,
            "RUNNING" => JobState.Running,
            "DONE" => JobState.Done,
            _ => throw new BigQueryException(BigQueryErrorKind.InvalidResponse, $"The server's answer has no state of job {Answers.Line(Reference.JobId)}"),
        };
    }

    public JobReference Reference { get; }

    public JobState State { get; }

    /// <summary>The error that the job ended with, or null.</summary>
    public BigQueryException? Error => State == JobState.Done && resource.Status?.ErrorResult is { } error ? Answers.OfJob(Reference.JobId, error) : null;

    /// <summary>Rows that a load wrote; null for other jobs, and before its end.</summary>
    public long? OutputRows => resource.Statistics?.Load?.OutputRows;

    /// <summary>Bytes that a query was billed for.</summary>
    public long? TotalBytesBilled => resource.Statistics?.Query?.TotalBytesBilled;

    /// <summary>Rows that a statement inserted, deleted or changed.</summary>
    public long? NumDmlAffectedRows => resource.Statistics?.Query?.NumDmlAffectedRows;

    /// <summary>The table that a load writes to.</summary>
    public TableReference? LoadDestination => resource.Configuration?.Load?.DestinationTable;

    /// <exception cref="BigQueryException">The job failed.</exception>
    public BigQueryJob ThrowOnAnyError() => Error is { } error ? throw error : this;

    /// <summary>Waits for the job's end; it may have failed.</summary>
    /// <exception cref="TimeoutException">It did not end in time, and goes on.</exception>
    public Task<BigQueryJob> PollUntilCompletedAsync(CancellationToken cancellationToken) => client.PollUntilCompletedAsync(this, cancellationToken);
}

public enum JobState
{
    Pending,
    Running,
    Done,
}
