namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Headers of OWASP's REST Security Cheat Sheet, without X-Frame-Options, which frame-ancestors replaces, and without those for HTML.</summary>
internal static class SecurityHeaders
{
    /// <summary>gRPC has none: its clients are no browsers.</summary>
    public static void AddSecurityHeaders(this HttpContext context)
    {
        if (context.Request.IsGrpc())
            return;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }
}
