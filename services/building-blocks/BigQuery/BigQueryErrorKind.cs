namespace SpotifyPlatform.BigQuery;

/// <summary>What a failure means, from the reason of the server's answer or of a job's result.</summary>
public enum BigQueryErrorKind
{
    /// <summary>A reason that is not known here.</summary>
    Other,

    /// <summary>No answer came, or it was cut. A write may have been done.</summary>
    Unreachable,

    /// <summary>The answer is not what the API describes.</summary>
    InvalidResponse,

    /// <summary>The answer is longer than the configured limit.</summary>
    ResponseTooLarge,

    /// <summary>The request, or a row of a loaded file.</summary>
    Invalid,
    InvalidQuery,
    NotFound,
    Duplicate,
    AccessDenied,

    /// <summary>There are no valid credentials.</summary>
    Unauthenticated,

    /// <summary>Too many at once: soon there may be room.</summary>
    RateLimitExceeded,

    /// <summary>A quota of the day or of the project.</summary>
    QuotaExceeded,

    /// <summary>The query would cost more than its <c>maximumBytesBilled</c>.</summary>
    BytesBilledLimitExceeded,
    ResourcesExceeded,

    /// <summary>Another transaction changed the same rows.</summary>
    ConcurrentUpdate,

    /// <summary>The server failed.</summary>
    Backend,
    Stopped,
}
