using System.Data.Common;
using System.Net;
using System.Net.Sockets;

namespace SpotifyPlatform.EventBus;

/// <summary>An adapter's way to say that the same call may succeed later, when its engine's exception does not say so.</summary>
/// <param name="retryAfter">What the peer asked for; null leaves it to the backoff.</param>
public sealed class TransientFaultException(string message, Exception? innerException = null, TimeSpan? retryAfter = null)
    : Exception(message, innerException)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether a fault may pass by itself. An HTTP answer that says the request is wrong (4xx) will not.</summary>
    public static bool IsTransient(Exception ex) => ex switch
    {
        TransientFaultException or IOException or TimeoutException or SocketException => true,
        HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
        DbException { IsTransient: true } => true,
        // How HttpClient says that its own timeout struck.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
