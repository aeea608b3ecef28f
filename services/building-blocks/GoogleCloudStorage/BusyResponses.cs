using System.Net;
using Google.Apis.Http;

namespace SpotifyPlatform.GoogleCloudStorage;

/// <summary>Keeps what the client library drops of an answer that says to try again: Retry-After.</summary>
internal sealed class BusyResponses(TimeProvider time) : IHttpUnsuccessfulResponseHandler
{
    public Task<bool> HandleResponseAsync(HandleUnsuccessfulResponseArgs args)
    {
        var response = args.Response;
        if (response.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError))
            return Task.FromResult(false);
        var after = response.Headers.RetryAfter;
        throw new ServerBusyException(response.StatusCode, after?.Delta ?? after?.Date - time.GetUtcNow());
    }
}

/// <summary>The server answered that it could not do the request now, or failed meanwhile.</summary>
internal sealed class ServerBusyException(HttpStatusCode status, TimeSpan? retryAfter) : IOException($"the server answered {(int)status} {status}")
{
    /// <summary>The wait that the server asked for; null where it did not ask for one.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
