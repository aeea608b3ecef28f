using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Authentication by key or token; a policy for each scope, and the scope Read for whatever has no policy, known or not.</summary>
internal static class AccessRules
{
    public static void AddAccessRules(this IServiceCollection services)
    {
        services.AddAuthentication(ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, scheme => scheme.ForwardDefaultSelector = TokenScheme)
            .AddJwtBearer(BearerTokens.Scheme, static _ => { });
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerTokens>();
        var rules = services.AddAuthorizationBuilder();
        foreach (var scope in Enum.GetValues<KeyScope>())
            rules.AddPolicy(Caller.Name(scope), Needs(scope));
        rules.SetFallbackPolicy(Needs(KeyScope.Read));
    }

    /// <summary>Null for a request that counts as one with a key, as one with both does.</summary>
    private static string? TokenScheme(HttpContext context) =>
        !context.Request.Headers.ContainsKey(ApiKeyHandler.Header) && context.Request.Headers.Authorization.Count > 0
        && context.RequestServices.GetRequiredService<IOptions<EdgeGatewayOptions>>().Value.Jwt.IsEnabled()
            ? BearerTokens.Scheme
            : null;

    private static AuthorizationPolicy Needs(KeyScope scope) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireClaim(Caller.ScopeClaim, Caller.Name(scope)).Build();
}
