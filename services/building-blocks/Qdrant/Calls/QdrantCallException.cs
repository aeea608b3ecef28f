using System.Globalization;
using System.Security.Authentication;
using Grpc.Core;

namespace SpotifyPlatform.Qdrant.Calls;

/// <summary>A failed call, for the retry policy. Callers of the index get the exception of <see cref="ForCaller"/>.</summary>
internal sealed class QdrantCallException : Exception
{
    private const int MaxDetail = 300;

    private string? remedy;

    public QdrantCallException(CallOutcome outcome, StatusCode status, string detail, TimeSpan? retryAfter = null, Exception? inner = null)
        : base($"{status}: {Bounded(detail)}", inner) => (Outcome, Status, RetryAfter) = (outcome, status, retryAfter);

    public CallOutcome Outcome { get; }

    public StatusCode Status { get; }

    /// <summary>Delay that the server asked for, or null.</summary>
    public TimeSpan? RetryAfter { get; }

    public static QdrantCallException From(RpcException ex)
    {
        // An untrusted certificate is permanent, whatever the status of the call.
        var untrusted = ex.Status.DebugException is { InnerException: AuthenticationException };
        return untrusted
            ? new QdrantCallException(CallOutcome.Refused, StatusCode.Unauthenticated, ex.Status.Detail, inner: ex)
            {
                remedy = " Set Storage:Qdrant:CertificateAuthorityFile to the authority of its certificate.",
            }
            : new QdrantCallException(CallOutcomes.Of(ex.StatusCode), ex.StatusCode, ex.Status.Detail, RetryDelay(ex.Trailers), ex);
    }

    /// <summary>The consume loop retries IOException and TimeoutException; StoreRefusedException is final.</summary>
    public Exception ForCaller(string method, Uri address) => Outcome switch
    {
        CallOutcome.Busy => new IOException($"Qdrant at {address} did not accept {method} ({Message}).", this),
        CallOutcome.Unknown => new TimeoutException($"The outcome of {method} at Qdrant {address} is unknown ({Message}).", this),
        _ => new StoreRefusedException($"Qdrant at {address} refused {method} ({Message}).{Remedy()}", this),
    };

    private string Remedy() => remedy ?? Status switch
    {
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => " Set Storage__Qdrant__ApiKey to a key that may read and write the collection.",
        StatusCode.NotFound => " The collection was deleted: restart to create it.",
        StatusCode.Unimplemented => " Check that Storage:Qdrant:Address is the gRPC port of Qdrant 1.13 or later.",
        _ => "",
    };

    // Qdrant's rate limiter sends the delay in seconds.
    private static TimeSpan? RetryDelay(Metadata trailers) =>
        int.TryParse(trailers.GetValue("retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static string Bounded(string detail) =>
        string.Concat((detail.Length > MaxDetail ? detail[..MaxDetail] + "..." : detail).Select(c => char.IsControl(c) ? ' ' : c));
}
