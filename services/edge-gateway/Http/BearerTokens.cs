using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>
/// Checks bearer tokens: signature, issuer, audience, algorithm and time. Claim <c>scope</c> (or <c>scp</c>) has the names of scopes, <c>accounts</c> those of
/// accounts, <c>sub</c> names the client.
/// </summary>
internal sealed class BearerTokens : IDisposable
{
    /// <summary>Tells a client in a log from a key's client of the same name.</summary>
    private const string ClientPrefix = "sub:";
    private const string BearerPrefix = "Bearer ";
    private const string DiscoveryPath = ".well-known/openid-configuration";
    private const int MaxSubjectLength = 128;
    private const int MaxTokenLength = 16 * 1024;
    private const int MaxDocumentBytes = 1024 * 1024;

    private static readonly TimeSpan ReloadInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenLength };
    private readonly HttpClient discovery = new() { MaxResponseContentBufferSize = MaxDocumentBytes, Timeout = TimeSpan.FromSeconds(5) };
    private readonly TokenValidationParameters validation;

    public BearerTokens(IOptions<EdgeGatewayOptions> options, TimeProvider time, ILogger<BearerTokens> logger)
    {
        var jwt = options.Value.Jwt;
        IsEnabled = jwt.IsEnabled();
        validation = new TokenValidationParameters
        {
            // The issuer that a discovery document names would be accepted too.
            IssuerValidator = (issuer, _, _) => issuer == jwt.Issuer ? issuer : throw new SecurityTokenInvalidIssuerException($"Issuer '{issuer}' is not accepted."),
            ValidAudience = jwt.Audience,
            ValidAlgorithms = [jwt.Algorithm],
            ClockSkew = jwt.ClockSkew,
        };
        if (jwt.Authority.Length > 0)
        {
            var authority = new Uri(jwt.Authority.TrimEnd('/') + "/");
            validation.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                new Uri(authority, DiscoveryPath).AbsoluteUri,
                new OpenIdConnectConfigurationRetriever(),
                new ThrottledRetriever(new HttpDocumentRetriever(discovery) { RequireHttps = !authority.IsLoopback }, time, logger));
            return;
        }

        var keys = new ReloadedFile<JsonWebKeySet>(jwt.JwksFile, Read, new JsonWebKeySet(), ReloadInterval, time, ex => Log.JwksUnreadable(logger, jwt.JwksFile, ex));
        validation.IssuerSigningKeyResolver = (_, _, id, _) => keys.Current.GetSigningKeys().Where(key => id is null || key.KeyId == id);
    }

    public bool IsEnabled { get; }

    /// <param name="header">Of <c>authorization</c>.</param>
    /// <returns>Null for a token that is not valid.</returns>
    public async ValueTask<Caller?> FindCallerAsync(string header)
    {
        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var result = await handler.ValidateTokenAsync(header[BearerPrefix.Length..].Trim(), validation).ConfigureAwait(false);
        return result.IsValid ? CallerOf(result.ClaimsIdentity) : null;
    }

    public void Dispose() => discovery.Dispose();

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

    /// <returns>Null for a token that names no subject, or an invalid account name.</returns>
    private static Caller? CallerOf(ClaimsIdentity token)
    {
        var subject = token.FindFirst("sub")?.Value;
        var accounts = ClaimValues(token, "accounts").ToList();
        if (subject is not { Length: > 0 and <= MaxSubjectLength } || subject.Any(char.IsControl) || !accounts.TrueForAll(CallerNames.IsValid))
            return null;
        var scopes = ClaimValues(token, "scope").Concat(ClaimValues(token, "scp")).ToHashSet();
        return new Caller(ClientPrefix + subject, [.. Enum.GetValues<KeyScope>().Where(scope => scopes.Contains(Caller.Name(scope)))], string.Join(',', accounts));
    }

    /// <summary>A claim may be one text with spaces or several texts.</summary>
    private static IEnumerable<string> ClaimValues(ClaimsIdentity token, string claim) =>
        token.FindAll(claim).SelectMany(found => found.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// Logs a failed fetch and waits before the next: without this, each token would cause a fetch, and only missing keys would be reported.
    /// </summary>
    private sealed class ThrottledRetriever(IDocumentRetriever inner, TimeProvider time, ILogger logger) : IDocumentRetriever
    {
        private Failure? last;

        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            if (Volatile.Read(ref last) is { } failure && time.GetElapsedTime(failure.At) < RetryInterval)
                throw new IOException($"The last fetch failed: {failure.Reason}");
            try
            {
                return await inner.GetDocumentAsync(address, cancel).ConfigureAwait(false);
            }
            catch (Exception ex) when (!cancel.IsCancellationRequested)
            {
                Volatile.Write(ref last, new(time.GetTimestamp(), ex.Message));
                Log.DiscoveryFailed(logger, address, ex);
                throw;
            }
        }

        private sealed record Failure(long At, string Reason);
    }
}
