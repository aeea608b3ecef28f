using System.Net;
using System.Net.Sockets;
using System.Web;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Credentials;

/// <summary>The login, with a browser played by an HTTP client.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly SpotifyWorld world = new();
    private readonly HttpClient browser = new();
    private readonly string redirect = $"http://127.0.0.1:{FreePort()}/callback";

    public LoginTests() => world.Credentials(("SPOTIFY_CLIENT_ID", "invented-client-id"), ("SPOTIFY_REDIRECT_URI", redirect));

    public void Dispose()
    {
        browser.Dispose();
        world.Dispose();
    }

    [Fact]
    public async Task Login_WithoutASecret_KeepsTheRefreshTokenEncrypted()
    {
        var login = world.Get<Login>();
        var pending = login.Begin();
        var query = HttpUtility.ParseQueryString(pending.Address.Query);
        Assert.Equal(("code", "S256", redirect, "invented-client-id"), (query["response_type"], query["code_challenge_method"], query["redirect_uri"], query["client_id"]));
        Assert.Contains("user-read-recently-played", query["scope"], StringComparison.Ordinal);

        using var listener = new LoopbackRedirect(pending.RedirectUri);
        var completed = login.CompleteAsync("me", pending, listener, CancellationToken.None);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri($"{redirect}?code=stolen&state=wrong"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri($"{redirect}?code=abc&state={query["state"]}"))).StatusCode);
        await completed;

        Assert.Equal(["authorization_code"], world.Api.Grants);
        Assert.Equal(["me"], world.Get<AccessTokens>().Accounts());
        world.Restart();
        await world.Get<AccessTokens>().GetAsync("me", CancellationToken.None);
        Assert.Equal(["authorization_code", "refresh_token"], world.Api.Grants);
    }

    [Fact]
    public async Task Login_ThatIsDeclined_SaysSo()
    {
        var login = world.Get<Login>();
        var pending = login.Begin();
        using var listener = new LoopbackRedirect(pending.RedirectUri);
        var completed = login.CompleteAsync("me", pending, listener, CancellationToken.None);
        await browser.GetAsync(new Uri($"{redirect}?error=access_denied&state={pending.State}"));
        await Assert.ThrowsAsync<SpotifyAuthenticationException>(() => completed);
        Assert.Empty(world.Get<AccessTokens>().Accounts());
    }

    [Fact]
    public async Task Login_ThatIsCancelled_Ends()
    {
        var pending = world.Get<Login>().Begin();
        using var listener = new LoopbackRedirect(pending.RedirectUri);
        using var stop = new CancellationTokenSource();
        var completed = world.Get<Login>().CompleteAsync("me", pending, listener, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => completed);
    }

    [Theory]
    [InlineData("https://example.com/callback")]
    [InlineData("nonsense")]
    public void Begin_WithARedirectThatIsNotLoopback_IsRefused(string uri)
    {
        world.Credentials(("SPOTIFY_CLIENT_ID", "x"), ("SPOTIFY_REDIRECT_URI", uri));
        Assert.Contains("loopback", Assert.Throws<SpotifyAuthenticationException>(() => world.Get<Login>().Begin()).Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
