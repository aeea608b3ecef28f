using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SpotifyPlatform.EdgeGateway.Limits;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Limits how often and how much callers may ask. It runs between authentication and authorization, so that refused keys count for the address.</summary>
internal sealed class Admission(RequestDelegate next, CallerLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        using var lease = limits.Acquire(context.Limited());
        if (!lease.IsAcquired)
        {
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : CallerLimits.ConcurrencyRetryAfter;
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    /// <summary>After authorization: a body that the route does not take is refused before any of it is read.</summary>
    public static Task CheckBodyAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var most = context.GetEndpoint()?.Metadata.GetMetadata<MaxBody>()?.Bytes;
        if (request.Headers.TryGetValue(HeaderNames.ContentEncoding, out var encoding) && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else if (request.ContentLength > most)
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        else
        {
            // A body that does not say its length is cut at the limit.
            if (most is not null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = most;
            return next(context);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Metadata of an endpoint: the largest request body.</summary>
internal sealed record MaxBody(long Bytes);
