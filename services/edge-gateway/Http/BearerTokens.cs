using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>
/// Checks bearer tokens: issuer, audience, algorithm and time. Claim <c>scope</c> (or <c>scp</c>) has the names of scopes, <c>accounts</c> those of
/// accounts, <c>sub</c> names the client.
/// </summary>
internal sealed class BearerTokens(IOptions<EdgeGatewayOptions> options, TimeProvider time, ILogger<BearerTokens> logger) : IConfigureNamedOptions<JwtBearerOptions>
{
    public const string Scheme = "jwt";

    private const string ClientPrefix = "sub:";
    private const int MaxSubjectLength = 128;

    private static readonly TimeSpan ReloadInterval = TimeSpan.FromMinutes(1);

    public void Configure(JwtBearerOptions options) => Configure(Scheme, options);

    public void Configure(string? name, JwtBearerOptions bearer)
    {
        var jwt = options.Value.Jwt;
        if (name != Scheme || !jwt.IsEnabled())
            return;
        bearer.MapInboundClaims = false;
        bearer.IncludeErrorDetails = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = jwt.Issuer,
            ValidAudience = jwt.Audience,
            ValidAlgorithms = [jwt.Algorithm],
            ClockSkew = jwt.ClockSkew,
        };
        bearer.Events = new JwtBearerEvents { OnTokenValidated = Accept };
        if (jwt.Authority.Length > 0)
        {
            bearer.Authority = jwt.Authority;
            bearer.RequireHttpsMetadata = !new Uri(jwt.Authority).IsLoopback;
            return;
        }

        var keys = new ReloadedFile<JsonWebKeySet>(jwt.JwksFile, Read, new JsonWebKeySet(), ReloadInterval, time, ex => Log.JwksUnreadable(logger, jwt.JwksFile, ex));
        bearer.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, id, _) => keys.Current.GetSigningKeys().Where(key => id is null || key.KeyId == id);
    }

    private static JsonWebKeySet Read(string path)
    {
        try
        {
            return new JsonWebKeySet(File.ReadAllText(path));
        }
        catch (ArgumentException ex)
        {
            throw new InvalidDataException($"'{path}' is no JSON Web Key Set.", ex);
        }
    }

    private static Task Accept(TokenValidatedContext context)
    {
        var token = context.Principal!;
        var subject = token.FindFirstValue("sub");
        var accounts = Words(token, "accounts").ToList();
        if (subject is not { Length: > 0 and <= MaxSubjectLength } || subject.Any(char.IsControl) || !accounts.TrueForAll(CallerNames.IsValid))
            context.Fail("The token names no subject, or an account that is none.");
        else
            context.Principal = Caller.Principal(
                Scheme, ClientPrefix + subject, Enum.GetValues<KeyScope>().Where(scope => Words(token, "scope").Concat(Words(token, "scp")).Contains(Caller.Name(scope))), accounts);
        return Task.CompletedTask;
    }

    /// <summary>A claim may be one text with spaces or several texts.</summary>
    private static IEnumerable<string> Words(ClaimsPrincipal token, string claim) =>
        token.FindAll(claim).SelectMany(found => found.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
