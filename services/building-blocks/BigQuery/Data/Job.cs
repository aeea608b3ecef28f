using System.Text.Json;

namespace SpotifyPlatform.BigQuery.Data;

internal sealed record Job
{
    public JobReference? JobReference { get; init; }

    public JobConfiguration? Configuration { get; init; }

    public JobStatus? Status { get; init; }

    public JobStatistics? Statistics { get; init; }
}

internal sealed record JobConfiguration
{
    public JobConfigurationLoad? Load { get; init; }

    public JobConfigurationQuery? Query { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

internal sealed record JobConfigurationLoad
{
    public TableReference? DestinationTable { get; init; }

    public TableSchema? Schema { get; init; }

    public string? SourceFormat { get; init; }

    public string? WriteDisposition { get; init; }

    public string? CreateDisposition { get; init; }

    public int? MaxBadRecords { get; init; }

    public IReadOnlyList<string>? SourceUris { get; init; }

    public TimePartitioning? TimePartitioning { get; init; }

    public Clustering? Clustering { get; init; }
}

internal sealed record JobConfigurationQuery
{
    public string? Query { get; init; }

    public bool? UseLegacySql { get; init; }

    public string? ParameterMode { get; init; }

    public IReadOnlyList<QueryParameter>? QueryParameters { get; init; }

    /// <summary>A number, written as a string.</summary>
    public string? MaximumBytesBilled { get; init; }

    public DatasetReference? DefaultDataset { get; init; }

    public bool? UseQueryCache { get; init; }
}

internal sealed record QueryParameter(string? Name, QueryParameterType ParameterType, QueryParameterValue ParameterValue);

internal sealed record QueryParameterType(string Type)
{
    public QueryParameterType? ArrayType { get; init; }
}

internal sealed record QueryParameterValue
{
    public string? Value { get; init; }

    public IReadOnlyList<QueryParameterValue>? ArrayValues { get; init; }
}

internal sealed record JobStatus
{
    /// <summary>PENDING, RUNNING or DONE. A job that is done may have failed.</summary>
    public string? State { get; init; }

    /// <summary>Why the job failed; null if it did not.</summary>
    public ErrorProto? ErrorResult { get; init; }
}

internal sealed record ErrorProto
{
    public string? Reason { get; init; }

    public string? Message { get; init; }

    public string? Location { get; init; }
}

internal sealed record JobStatistics
{
    public JobStatisticsLoad? Load { get; init; }

    public JobStatisticsQuery? Query { get; init; }
}

internal sealed record JobStatisticsLoad
{
    public long? OutputRows { get; init; }

    public long? OutputBytes { get; init; }
}

internal sealed record JobStatisticsQuery
{
    public long? TotalBytesBilled { get; init; }

    public long? NumDmlAffectedRows { get; init; }
}

internal sealed record QueryPage
{
    public bool? JobComplete { get; init; }

    public TableSchema? Schema { get; init; }

    public IReadOnlyList<RowData>? Rows { get; init; }

    public long? TotalRows { get; init; }

    public string? PageToken { get; init; }

    public long? NumDmlAffectedRows { get; init; }
}

/// <summary>A row: a cell a column.</summary>
internal sealed record RowData
{
    public IReadOnlyList<CellData>? F { get; init; }
}

internal sealed record CellData
{
    public JsonElement V { get; init; }
}

internal sealed record ErrorAnswer
{
    public ErrorBody? Error { get; init; }
}

internal sealed record ErrorBody
{
    public string? Message { get; init; }

    public IReadOnlyList<ErrorProto>? Errors { get; init; }
}
