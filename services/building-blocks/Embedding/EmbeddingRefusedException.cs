using System.Net;

namespace SpotifyPlatform.Embedding;

/// <summary>An embedding server answered with another status than 200.</summary>
/// <param name="retryAfter">What the server asked to wait; null where it did not say.</param>
internal sealed class EmbeddingRefusedException(Uri endpoint, HttpStatusCode status, TimeSpan? retryAfter)
    : HttpRequestException(Text(endpoint, status, retryAfter), inner: null, status)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool MayPass => StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private static string Text(Uri endpoint, HttpStatusCode status, TimeSpan? retryAfter)
    {
        var remedy = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => " Set Embedding__Http__ApiKey to a key that it takes.",
            HttpStatusCode.NotFound => " Look at Embedding:Http:Address (the part before /v1) and Embedding:Http:Model.",
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => " Look at Embedding:Http:Model, RequestDimensions and BatchSize.",
            _ => retryAfter is { } wait ? $" It asks to wait {wait}." : "",
        };
        return $"{endpoint} answered {(int)status}.{remedy}";
    }
}
