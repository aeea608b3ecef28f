using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.SpotifyApiEnricher.WebApi;

/// <summary>
/// Reads an answer whole and bounded before anything else sees it. JSON that is cut or malformed is a transient fault, so that no part of an
/// answer is taken for all of it.
/// </summary>
internal sealed class WholeAnswerHandler(IOptions<SpotifyApiEnricherOptions> options) : DelegatingHandler
{
    public const int MaxDepth = 32;

    /// <summary>Bytes kept of an answer that is no success.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var isSuccess = response.StatusCode == HttpStatusCode.OK;
            var body = await ReadAsync(response.Content, isSuccess ? options.Value.MaxAnswerBytes : MaxErrorBytes, isSuccess, cancellationToken).ConfigureAwait(false);
            if (isSuccess)
                RequireJson(request, body);
            response.Content = new ByteArrayContent(body);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, bool refusesLonger, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            var room = maxBytes - (int)whole.Length;
            if (read > room && refusesLonger)
                throw new InvalidDataException($"An answer of the Web API is longer than {maxBytes} bytes ({SpotifyApiEnricherOptions.Section}:{nameof(SpotifyApiEnricherOptions.MaxAnswerBytes)}).");
            whole.Write(buffer, 0, Math.Min(read, room));
            if (read > room)
                break;
        }

        return whole.ToArray();
    }

    private static void RequireJson(HttpRequestMessage request, byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
            }
        }
        catch (JsonException ex)
        {
            throw new TransientFaultException($"The answer of {request.RequestUri!.AbsolutePath} is not whole JSON: {ex.Message}", ex);
        }
    }
}
