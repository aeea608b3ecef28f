using System.Net;

namespace SpotifyPlatform.SpotifyApiEnricher.WebApi;

/// <summary>A whole answer: a success, or a refusal that says something about what was asked for. Everything else is an exception.</summary>
/// <param name="Status">200, 204, 400, 403, 404 or 410.</param>
/// <param name="Body">Whole JSON of a success; empty for 204.</param>
internal sealed record ApiAnswer(ApiCall Call, HttpStatusCode Status, ReadOnlyMemory<byte> Body, DateTimeOffset FetchedAt)
{
    public bool IsSuccess => Status == HttpStatusCode.OK;

    /// <summary>The application may not use the endpoint, or it no longer exists.</summary>
    public bool IsRefused => Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone;
}
