using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SpotifyPlatform.EdgeGateway.Tests.Http;

/// <summary>Which bearer tokens are accepted.</summary>
public sealed class BearerTokenTests : IDisposable
{
    private const string Issuer = "https://issuer.example";
    private const string Audience = "spotify-platform";

    private readonly RSA rsa = RSA.Create(2048);
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Token_OfTheIssuer_GivesItsScopesAndAccounts()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await StartAsync(upstream);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(edge, "/v1/listening/me/settings", Token()));
        Assert.Equal("me,you", Assert.Single(upstream.Requests).Headers["x-accounts"]);
        Assert.False(upstream.Requests.Single().Headers.ContainsKey("authorization"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(edge, "/v1/tracks/one", Token(scope: "other admin")));
        Assert.Contains(edge.Logs.GetSnapshot(), line => line.Message.EndsWith("for sub:ann.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Token_ThatIsWrong_IsRefused()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await StartAsync(upstream);
        using var other = RSA.Create(2048);
        var valid = Token();
        var publicKey = Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());
        string[] wrong =
        [
            Token(issuer: "https://other.example"), Token(audience: "other"), Token(expires: DateTime.UnixEpoch.AddDays(20_000)), Token(subject: null), Token(accounts: "a,b"),
            Token(signing: new(new RsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.RsaSha256)),
            Token(signing: new(new RsaSecurityKey(rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha512)),
            Token(signing: new(new SymmetricSecurityKey(publicKey) { KeyId = "one" }, SecurityAlgorithms.HmacSha256)),
            Unsigned(valid), valid[..^4], "x", "",
        ];
        foreach (var token in wrong)
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(edge, "/v1/tracks/one", token));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData(Issuer, HttpStatusCode.OK)]
    [InlineData("https://other.example", HttpStatusCode.Unauthorized)]
    public async Task Token_OfAnIssuerThatPublishesItsKeys_IsAcceptedFromTheConfiguredOneAlone(string issuer, HttpStatusCode expected)
    {
        await using var authority = await StartAuthorityAsync(issuer);
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            upstream, ("EdgeGateway:Jwt:Issuer", Issuer), ("EdgeGateway:Jwt:Audience", Audience), ("EdgeGateway:Jwt:Authority", authority.Urls.Single()));

        Assert.Equal(expected, await StatusAsync(edge, "/v1/tracks/one", Token(issuer)));
        using var other = RSA.Create(2048);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(edge, "/v1/tracks/one", Token(issuer, signing: new(new RsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.RsaSha256))));
    }

    [Fact]
    public async Task Token_OfAnIssuerThatIsNotReached_IsRefusedAndLogged()
    {
        var authority = await StartAuthorityAsync(Issuer);
        var address = authority.Urls.Single();
        await authority.DisposeAsync();
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            upstream, ("EdgeGateway:Jwt:Issuer", Issuer), ("EdgeGateway:Jwt:Audience", Audience), ("EdgeGateway:Jwt:Authority", address));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(edge, "/v1/tracks/one", Token()));
        Assert.Equal(HttpStatusCode.OK, await edge.StatusAsync("/v1/tracks/one", await edge.KeyAsync()));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(edge, "/v1/tracks/one", Token()));
        Assert.Single(edge.Logs.GetSnapshot(), line => line.Message.Contains($"cannot be fetched from {address}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Token_WhereNoneAreConfigured_IsRefused()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(edge, "/v1/tracks/one", Token()));
    }

    public void Dispose()
    {
        rsa.Dispose();
        folder.Dispose();
    }

    private string Keys()
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(
            new { keys = new[] { new { kty = "RSA", kid = "one", use = "sig", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
    }

    /// <summary>Publishes the issuer's keys, as OpenID Connect Discovery has it.</summary>
    private async Task<WebApplication> StartAuthorityAsync(string issuer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Json(new { issuer, jwks_uri = $"http://{request.Host}/keys" }));
        app.MapGet("/keys", () => Results.Text(Keys(), "application/json"));
        await app.StartAsync();
        return app;
    }

    private async Task<TestEdge> StartAsync(TestUpstream upstream)
    {
        await File.WriteAllTextAsync(folder.File("jwks.json"), Keys());
        return await TestEdge.StartAsync(
            upstream, ("EdgeGateway:Jwt:Issuer", Issuer), ("EdgeGateway:Jwt:Audience", Audience), ("EdgeGateway:Jwt:JwksFile", folder.File("jwks.json")),
            ("EdgeGateway:Limits:Address:Burst", "1000"));
    }

    private string Token(
        string issuer = Issuer, string audience = Audience, string scope = "read other", string? subject = "ann", string accounts = "me you", DateTime? expires = null, SigningCredentials? signing = null)
    {
        var claims = new Dictionary<string, object> { ["scope"] = scope, ["accounts"] = accounts };
        if (subject is not null)
            claims["sub"] = subject;
        var end = expires ?? TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer, Audience = audience, Claims = claims, Expires = end, NotBefore = end.AddDays(-1), IssuedAt = end.AddDays(-1),
            SigningCredentials = signing ?? new(new RsaSecurityKey(rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
    }

    private static string Unsigned(string token) => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

    private static async Task<HttpStatusCode> StatusAsync(TestEdge edge, string path, string token)
    {
        using var response = await edge.SendAsync(path, headers: ("authorization", $"Bearer {token}"));
        return response.StatusCode;
    }
}
