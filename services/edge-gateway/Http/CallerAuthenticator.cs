using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Authenticates a request by key or token. A key takes precedence. Keys are not read from URLs, because URLs are logged.</summary>
internal sealed class CallerAuthenticator(KeyRing keys, BearerTokens tokens)
{
    private const string KeyHeader = "x-api-key";

    /// <returns>Null for a caller without a valid key or token.</returns>
    public ValueTask<Caller?> FindAsync(HttpRequest request)
    {
        if (request.Headers.TryGetValue(KeyHeader, out var key))
            return ValueTask.FromResult(keys.Check(key.Count == 1 ? key[0] ?? "" : "").Caller);
        var token = request.Headers.Authorization;
        return token.Count == 1 && tokens.IsEnabled ? tokens.FindCallerAsync(token[0] ?? "") : ValueTask.FromResult<Caller?>(null);
    }

    /// <summary>The value of <c>WWW-Authenticate</c>.</summary>
    public string Challenge(HttpRequest request) =>
        tokens.IsEnabled && request.Headers.Authorization.Count > 0 && !request.Headers.ContainsKey(KeyHeader) ? "Bearer" : "ApiKey";
}

/// <summary>The caller as a feature of its request.</summary>
internal static class HttpContextCaller
{
    public static Caller? Caller(this HttpContext context) => context.Features.Get<Caller>();

    public static bool IsGrpc(this HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
