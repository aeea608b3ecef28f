using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Health;

public sealed class HttpHealthTests
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health/startup")]
    public async Task Health_StartedService_IsHealthy(string path)
    {
        await using var app = TestService.Builder().Map();
        await app.StartAsync();

        var (status, body) = await GetAsync(app, path);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Healthy", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Ready_OneCheckFails_SaysWhichWithoutItsException()
    {
        var builder = TestService.Builder();
        builder.Services.AddHealthChecks()
            .AddCheck("good-store", () => HealthCheckResult.Healthy())
            .AddCheck("bad-store", () => throw new InvalidOperationException("password=hunter2"));
        await using var app = builder.Map();
        await app.StartAsync();

        var (status, body) = await GetAsync(app, "/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Unhealthy", body.GetProperty("checks").GetProperty("bad-store").GetProperty("status").GetString());
        Assert.Equal("Healthy", body.GetProperty("checks").GetProperty("good-store").GetProperty("status").GetString());
        Assert.DoesNotContain("hunter2", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_EveryCheckFails_IsHealthy()
    {
        var builder = TestService.Builder();
        builder.Services.AddHealthChecks().AddCheck("bad-store", () => HealthCheckResult.Unhealthy());
        await using var app = builder.Map();
        await app.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, "/health/live")).Status);
    }

    internal static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(WebApplication app, string path)
    {
        using var client = new HttpClient { BaseAddress = app.HttpAddress() };
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
