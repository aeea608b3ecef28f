using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;

namespace SpotifyPlatform.SpotifyApiEnricher.WebApi;

/// <summary>The one client of the Web API. Retries, quotas and bounds are handlers of its <see cref="HttpClient"/>.</summary>
internal sealed class SpotifyApi(IHttpClientFactory clients, AccessTokens tokens, IOptions<SpotifyApiEnricherOptions> options, TimeProvider time)
{
    public const string ClientName = "spotify-api";

    /// <exception cref="QuotaExhaustedException">No request may be made now.</exception>
    /// <exception cref="SpotifyAuthenticationException">The credentials or the account's grant are refused.</exception>
    /// <exception cref="TransientFaultException">No whole answer came, though it was asked for several times.</exception>
    /// <exception cref="InvalidDataException">The answer is longer than is read.</exception>
    public async Task<ApiAnswer> GetAsync(ApiCall call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var token = await tokens.GetAsync(call.Account, cancellationToken).ConfigureAwait(false);
            using var response = await SendAsync(call, token, cancellationToken).ConfigureAwait(false);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone:
                    var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                    return new ApiAnswer(call, response.StatusCode, body, time.GetUtcNow());
                case HttpStatusCode.Unauthorized when attempt == 1:
                    tokens.Reject(call.Account, token);
                    continue;
                case HttpStatusCode.Unauthorized:
                    throw SpotifyAuthenticationException.Refused("401 for a new access token");
                default:
                    throw new TransientFaultException($"The Web API answered {(int)response.StatusCode} to {call.Kind}.");
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ApiCall call, string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.Value.ApiAddress, call.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Options.Set(QuotaHandler.Priority, call.Priority);
        using var client = clients.CreateClient(ClientName);
        try
        {
            return await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or TimeoutException or Polly.Timeout.TimeoutRejectedException)
        {
            throw new TransientFaultException($"The Web API does not answer {call.Kind}: {ex.Message}", ex);
        }
    }
}
