using System.Net;
using Google;

namespace SpotifyPlatform.BigQuery;

/// <summary>A request or a job failed. The published client throws the base class.</summary>
public sealed class BigQueryException : GoogleApiException
{
    private const string Service = "bigquery";

    internal BigQueryException(BigQueryErrorKind kind, string message, Exception? inner = null)
        : base(Service, message, inner) => Kind = kind;

    public BigQueryErrorKind Kind { get; }

    /// <summary>As the server wrote it; null where no server did.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The wait that the server asked for, or null.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Whether a job failed, and not the request for it: its id is used up.</summary>
    public bool IsOfJob { get; internal init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Kind is BigQueryErrorKind.Unreachable or BigQueryErrorKind.InvalidResponse or BigQueryErrorKind.RateLimitExceeded
        or BigQueryErrorKind.QuotaExceeded or BigQueryErrorKind.Backend or BigQueryErrorKind.ConcurrentUpdate;

    /// <summary>Whether it is unknown if the request was done.</summary>
    public bool IsOutcomeUnknown => !IsOfJob && Kind is BigQueryErrorKind.Unreachable or BigQueryErrorKind.InvalidResponse or BigQueryErrorKind.Backend;

    internal static BigQueryErrorKind KindOf(string? reason, HttpStatusCode status, string? message) => reason switch
    {
        "notFound" => BigQueryErrorKind.NotFound,
        "duplicate" => BigQueryErrorKind.Duplicate,
        "accessDenied" or "billingNotEnabled" => BigQueryErrorKind.AccessDenied,
        "rateLimitExceeded" or "jobRateLimitExceeded" => BigQueryErrorKind.RateLimitExceeded,
        "quotaExceeded" => BigQueryErrorKind.QuotaExceeded,
        "bytesBilledLimitExceeded" => BigQueryErrorKind.BytesBilledLimitExceeded,
        "resourcesExceeded" or "responseTooLarge" => BigQueryErrorKind.ResourcesExceeded,
        "backendError" or "internalError" or "badGateway" or "jobBackendError" or "jobInternalError" => BigQueryErrorKind.Backend,
        "stopped" => BigQueryErrorKind.Stopped,
        // The one invalid query that succeeds when it is repeated.
        "invalidQuery" => message?.Contains("aborted due to concurrent update", StringComparison.OrdinalIgnoreCase) == true
            || message?.Contains("Could not serialize access", StringComparison.OrdinalIgnoreCase) == true
            ? BigQueryErrorKind.ConcurrentUpdate
            : BigQueryErrorKind.InvalidQuery,
        "invalid" or "invalidParameter" or "required" or "badRequest" or "parseError" => BigQueryErrorKind.Invalid,
        _ => OfStatus(status),
    };

    private static BigQueryErrorKind OfStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => BigQueryErrorKind.Unauthenticated,
        HttpStatusCode.Forbidden => BigQueryErrorKind.AccessDenied,
        HttpStatusCode.NotFound => BigQueryErrorKind.NotFound,
        HttpStatusCode.Conflict => BigQueryErrorKind.Duplicate,
        HttpStatusCode.TooManyRequests => BigQueryErrorKind.RateLimitExceeded,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => BigQueryErrorKind.Backend,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => BigQueryErrorKind.Invalid,
        _ => BigQueryErrorKind.Other,
    };
}
