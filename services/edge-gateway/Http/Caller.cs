using System.Security.Claims;
using SpotifyPlatform.EdgeGateway.Keys;
using SpotifyPlatform.EdgeGateway.Limits;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Who asks, as claims that keys and tokens are both turned into.</summary>
internal static class Caller
{
    public const string ClientClaim = "edge:client";
    public const string ScopeClaim = "edge:scope";
    public const string AccountsClaim = "edge:accounts";

    /// <param name="client">Unique among all clients; written to the log.</param>
    public static ClaimsPrincipal Principal(string scheme, string client, IEnumerable<KeyScope> scopes, IEnumerable<string> accounts) => new(new ClaimsIdentity(
        [new Claim(ClientClaim, client), new Claim(AccountsClaim, string.Join(',', accounts)), .. scopes.Select(scope => new Claim(ScopeClaim, Name(scope)))], scheme));

    public static string Name(KeyScope scope) => scope switch
    {
        KeyScope.Read => "read",
        KeyScope.Write => "write",
        _ => "admin",
    };

    /// <summary>Null for a caller without a valid key or token.</summary>
    public static string? Client(this HttpContext context) => context.User.FindFirstValue(ClientClaim);

    /// <summary>The accounts that the caller may use, separated by commas.</summary>
    public static string Accounts(this HttpContext context) => context.User.FindFirstValue(AccountsClaim) ?? "";

    public static LimitedCaller Limited(this HttpContext context) =>
        context.Client() is { } client ? new LimitedCaller(IsClient: true, client) : CallerLimits.OfAddress(context.Connection.RemoteIpAddress);

    public static bool IsGrpc(this HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
