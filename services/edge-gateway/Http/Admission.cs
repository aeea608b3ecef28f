using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SpotifyPlatform.EdgeGateway.Keys;
using SpotifyPlatform.EdgeGateway.Limits;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>
/// Authenticates the caller, applies its limits, checks its scope and the size of the body. Endpoints without a <see cref="RequiredScope"/>, and unknown
/// paths, need the scope Read. Requests with a refused key count against the address.
/// </summary>
internal sealed class Admission(CallerAuthenticator authenticator, CallerLimits limits)
{
    /// <returns>Dispose it when the request has ended. If the request is not admitted, the response status is set.</returns>
    public async ValueTask<Admitted> AdmitAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowAnonymous>() is not null)
            return new(IsAdmitted: true, Lease: null);
        var caller = await authenticator.FindAsync(context.Request).ConfigureAwait(false);
        context.Features.Set(caller);
        var lease = limits.Acquire(caller is null ? CallerLimits.OfAddress(context.Connection.RemoteIpAddress) : new LimitedCaller(IsClient: true, caller.Client));
        if (!lease.IsAcquired)
            RejectOverLimit(context.Response, lease);
        else if (caller is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = authenticator.Challenge(context.Request);
        }
        else if (!caller.HasScope(metadata?.GetMetadata<RequiredScope>()?.Scope ?? KeyScope.Read))
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (AcceptsBody(context, metadata?.GetMetadata<MaxBody>()?.Bytes))
            return new(IsAdmitted: true, lease);
        return new(IsAdmitted: false, lease);
    }

    private static void RejectOverLimit(HttpResponse response, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : CallerLimits.ConcurrencyRetryAfter;
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    /// <summary>A body that the route does not take is refused before any of it is read.</summary>
    private static bool AcceptsBody(HttpContext context, long? maxBytes)
    {
        var request = context.Request;
        if (request.Headers.TryGetValue(HeaderNames.ContentEncoding, out var encoding) && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else if (request.ContentLength > maxBytes)
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        else
        {
            // A body without Content-Length is cut at the limit.
            if (maxBytes is not null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = maxBytes;
            return true;
        }

        return false;
    }
}

/// <summary>Whether a request is admitted, and its lease of the caller's limits.</summary>
internal readonly record struct Admitted(bool IsAdmitted, RateLimitLease? Lease) : IDisposable
{
    public void Dispose() => Lease?.Dispose();
}

/// <summary>Metadata of an endpoint: the largest request body.</summary>
internal sealed record MaxBody(long Bytes);

/// <summary>Metadata of an endpoint: the scope that its callers need.</summary>
internal sealed record RequiredScope(KeyScope Scope);
