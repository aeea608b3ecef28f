using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Authenticates by the header <c>x-api-key</c>. A key in an address would stand in logs, so none is read there.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "key";
    public const string Header = "x-api-key";

    /// <summary>Tells a client in a log from the subject of a token of the same name.</summary>
    private const string ClientPrefix = "key:";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(Header, out var header))
            return Task.FromResult(AuthenticateResult.NoResult());
        var check = keys.Check(header.Count == 1 ? header[0] ?? "" : "");
        return Task.FromResult(check.Client is { } client
            ? AuthenticateResult.Success(new(Caller.Principal(SchemeName, ClientPrefix + client.Name, client.Scopes, client.Accounts), SchemeName))
            : AuthenticateResult.Fail(check.Status == KeyStatus.Expired ? "The key has expired." : "The key is unknown."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "ApiKey";
        return Task.CompletedTask;
    }
}
