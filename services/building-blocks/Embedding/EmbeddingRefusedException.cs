using System.Net;

namespace SpotifyPlatform.Embedding;

/// <summary>The embedding server responded with a status other than 200.</summary>
/// <param name="retryAfter">Delay that the server asked for, or null.</param>
internal sealed class EmbeddingRefusedException(Uri endpoint, HttpStatusCode status, TimeSpan? retryAfter)
    : HttpRequestException(Text(endpoint, status, retryAfter), inner: null, status)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool IsTransient => StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private static string Text(Uri endpoint, HttpStatusCode status, TimeSpan? retryAfter)
    {
        var remedy = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => " Set Embedding__Http__ApiKey to a valid key.",
            HttpStatusCode.NotFound => " Check Embedding:Http:Address (the part before /v1) and Embedding:Http:Model.",
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => " Check Embedding:Http:Model, RequestDimensions and BatchSize.",
            _ => retryAfter is { } wait ? $" It asked to retry after {wait}." : "",
        };
        return $"{endpoint} responded with status {(int)status}.{remedy}";
    }
}
