using Grpc.Core;

namespace SpotifyPlatform.Qdrant.Calls;

/// <summary>How a call failed.</summary>
internal enum CallOutcome
{
    /// <summary>Permanent: the request, the key or the collection is wrong.</summary>
    Refused,

    /// <summary>Not executed; the same call may succeed later.</summary>
    Busy,

    /// <summary>It is unknown whether the call was executed. All writes are idempotent and may be repeated.</summary>
    Unknown,
}

internal static class CallOutcomes
{
    public static CallOutcome Of(StatusCode status) => status switch
    {
        StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Aborted => CallOutcome.Busy,
        StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled => CallOutcome.Unknown,
        _ => CallOutcome.Refused,
    };
}
