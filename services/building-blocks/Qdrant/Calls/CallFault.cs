using System.Globalization;
using System.Security.Authentication;
using Grpc.Core;

namespace SpotifyPlatform.Qdrant.Calls;

/// <summary>A call that did not succeed, for the retries; callers of the index see <see cref="ForCaller"/>.</summary>
internal sealed class CallFault : Exception
{
    private const int MaxDetail = 300;

    private string? remedy;

    public CallFault(CallOutcome outcome, StatusCode status, string detail, TimeSpan? retryAfter = null, Exception? inner = null)
        : base($"{status}: {Bounded(detail)}", inner) => (Outcome, Status, RetryAfter) = (outcome, status, retryAfter);

    public CallOutcome Outcome { get; }

    public StatusCode Status { get; }

    /// <summary>What the server asked to wait; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    public static CallFault From(RpcException fault)
    {
        // A certificate that is not trusted stays so, whatever status the call ends with.
        var untrusted = fault.Status.DebugException is { InnerException: AuthenticationException };
        return untrusted
            ? new CallFault(CallOutcome.Refused, StatusCode.Unauthenticated, fault.Status.Detail, inner: fault)
            {
                remedy = " Name the authority of its certificate in Storage:Qdrant:CertificateAuthorityFile.",
            }
            : new CallFault(CallOutcomes.Of(fault.StatusCode), fault.StatusCode, fault.Status.Detail, Wait(fault.Trailers), fault);
    }

    /// <summary>A fault that may pass is one that the consume loop waits for; one that stays is not.</summary>
    public Exception ForCaller(string method, Uri address) => Outcome switch
    {
        CallOutcome.Busy => new IOException($"Qdrant at {address} did not take {method} ({Message}).", this),
        CallOutcome.Unknown => new TimeoutException($"Whether Qdrant at {address} did {method} is unknown ({Message}).", this),
        _ => new StoreRefusedException($"Qdrant at {address} refused {method} ({Message}).{Remedy()}", this),
    };

    private string Remedy() => remedy ?? Status switch
    {
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => " Set Storage__Qdrant__ApiKey to a key that may read and write the collection.",
        StatusCode.NotFound => " The collection is gone: start again to create it.",
        StatusCode.Unimplemented => " Is this the gRPC port of a Qdrant of 1.13 or later?",
        _ => "",
    };

    // Qdrant's rate limits say how many seconds to wait.
    private static TimeSpan? Wait(Metadata trailers) =>
        int.TryParse(trailers.GetValue("retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static string Bounded(string detail) =>
        string.Concat((detail.Length > MaxDetail ? detail[..MaxDetail] + "..." : detail).Select(c => char.IsControl(c) ? ' ' : c));
}
