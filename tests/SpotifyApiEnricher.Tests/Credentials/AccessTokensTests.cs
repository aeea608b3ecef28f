using System.Net;
using System.Text.Json.Nodes;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Credentials;

public sealed class AccessTokensTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Get_WithoutAnAccount_IsTheApplicationsOwn()
    {
        await world.Get<AccessTokens>().GetAsync(null, CancellationToken.None);
        Assert.Equal(["client_credentials"], world.Api.Grants);
    }

    [Fact]
    public async Task Get_UntilItEnds_AsksOnce()
    {
        var tokens = world.Get<AccessTokens>();
        await tokens.GetAsync("me", CancellationToken.None);
        world.Clock.Advance(TimeSpan.FromMinutes(58));
        await tokens.GetAsync("me", CancellationToken.None);
        Assert.Single(world.Api.Grants);
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await tokens.GetAsync("me", CancellationToken.None);
        Assert.Equal(2, world.Api.Grants.Count);
    }

    [Fact]
    public async Task Get_WhereSpotifyRotatesRefreshTokens_UsesTheNewOneAfterARestart()
    {
        world.Api.RotatesRefreshTokens = true;
        await world.Get<AccessTokens>().GetAsync("me", CancellationToken.None);
        world.Restart();
        var grant = world.Get<IGrantStore>().Find("me")!;
        Assert.Equal($"{FakeSpotify.RefreshToken}-1", world.Get<TokenCipher>().Decrypt("me", grant.EncryptedToken));
        await world.Get<AccessTokens>().GetAsync("me", CancellationToken.None);
        Assert.Equal(["refresh_token", "refresh_token"], world.Api.Grants);
    }

    [Fact]
    public async Task Get_WithAnotherVariable_TakesIts()
    {
        world.Api.RotatesRefreshTokens = true;
        await world.Get<AccessTokens>().GetAsync("me", CancellationToken.None);
        world.Credentials(("SPOTIFY_CLIENT_ID", "invented-client-id"), ("SPOTIFY_REFRESH_TOKEN", "another"));
        world.Restart();
        world.Api.RotatesRefreshTokens = false;
        await world.Get<AccessTokens>().GetAsync("me", CancellationToken.None);
        Assert.Equal("another", world.Get<TokenCipher>().Decrypt("me", world.Get<IGrantStore>().Find("me")!.EncryptedToken));
    }

    [Fact]
    public async Task Get_OfRefusedCredentials_NamesReasonAndRemedyAndNoSecret()
    {
        world.Api.TokenAnswer = () => FakeSpotify.Json(
            new JsonObject { ["error"] = "invalid_grant", ["error_description"] = $"{FakeSpotify.RefreshToken}-0 is revoked" }, HttpStatusCode.BadRequest);
        var failure = await Assert.ThrowsAsync<SpotifyAuthenticationException>(() => world.Get<AccessTokens>().GetAsync("me", CancellationToken.None));
        Assert.Contains("authentication failed (invalid_grant)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeSpotify.RefreshToken, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Decrypt_OfAnotherAccountsToken_IsRefused()
    {
        var cipher = world.Get<TokenCipher>();
        var encrypted = cipher.Encrypt("me", "token");
        Assert.Equal("token", cipher.Decrypt("me", encrypted));
        Assert.Throws<SpotifyAuthenticationException>(() => cipher.Decrypt("you", encrypted));
        Assert.Throws<SpotifyAuthenticationException>(() => cipher.Decrypt("me", []));
    }

    [Fact]
    public void Key_IsReadableByItsOwnerAlone()
    {
        world.Get<TokenCipher>().Encrypt("me", "token");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(world.DataFolder, "spotify-token.key")));
    }
}
