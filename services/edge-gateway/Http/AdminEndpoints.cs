using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>The edge's own admin routes.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/keys", (KeyRing keys, KeyUsage usage, TimeProvider time) => List(keys.Registry, usage, time.GetUtcNow())).WithMetadata(new RequiredScope(KeyScope.Admin));

    /// <summary>Clients and prefixes of their keys; hashes are not shown. Use is that of this instance.</summary>
    private static IResult List(ClientRegistry registry, KeyUsage usage, DateTimeOffset now) => Results.Json(new
    {
        clients = registry.Clients.Select(client => new
        {
            client = client.Name,
            scopes = client.Scopes.Select(Caller.Name),
            accounts = client.Accounts,
            keys = client.Keys.Select(key => new { prefix = key.Prefix, created_at = key.CreatedAt, expires_at = key.ExpiresAt, live = key.IsLive(now), last_used_at = usage.LastUsed(key.Prefix) }),
        }),
    });
}
