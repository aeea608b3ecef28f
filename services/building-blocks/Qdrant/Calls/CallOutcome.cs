using Grpc.Core;

namespace SpotifyPlatform.Qdrant.Calls;

/// <summary>How a call ended that did not succeed.</summary>
internal enum CallOutcome
{
    /// <summary>The same call would fail again: the request, the key or the collection is wrong.</summary>
    Refused,

    /// <summary>Not taken now; the same call may succeed later.</summary>
    Busy,

    /// <summary>No one knows whether it was done. Every write here is idempotent, so it may be repeated.</summary>
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
