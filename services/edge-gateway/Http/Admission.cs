using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SpotifyPlatform.EdgeGateway.Keys;
using SpotifyPlatform.EdgeGateway.Limits;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>
/// Decides about each request: who asks, how often, for what, and with how large a body. Whatever says nothing else needs the scope Read, known or not.
/// Refused keys count for the address.
/// </summary>
internal sealed class Admission(RequestDelegate next, Callers callers, CallerLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var caller = await callers.FindAsync(context.Request).ConfigureAwait(false);
        context.Features.Set(caller);
        using var lease = limits.Acquire(context.Limited());
        if (!lease.IsAcquired)
            RefuseForNow(context.Response, lease);
        else if (caller is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = callers.Challenge(context.Request);
        }
        else if (!caller.May(metadata?.GetMetadata<NeededScope>()?.Scope ?? KeyScope.Read))
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (TakesBody(context, metadata?.GetMetadata<MaxBody>()?.Bytes))
            await next(context).ConfigureAwait(false);
    }

    private static void RefuseForNow(HttpResponse response, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : CallerLimits.ConcurrencyRetryAfter;
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    /// <summary>A body that the route does not take is refused before any of it is read.</summary>
    private static bool TakesBody(HttpContext context, long? most)
    {
        var request = context.Request;
        if (request.Headers.TryGetValue(HeaderNames.ContentEncoding, out var encoding) && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else if (request.ContentLength > most)
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        else
        {
            // A body that does not say its length is cut at the limit.
            if (most is not null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = most;
            return true;
        }

        return false;
    }
}

/// <summary>Metadata of an endpoint: the largest request body.</summary>
internal sealed record MaxBody(long Bytes);

/// <summary>Metadata of an endpoint: the scope that its callers need.</summary>
internal sealed record NeededScope(KeyScope Scope);
