using System.Net;
using System.Text.Json;
using SpotifyPlatform.LookupGateway.Tests.Admission;

namespace SpotifyPlatform.LookupGateway.Tests;

public sealed class ReadinessTests
{
    [Fact]
    public async Task Ready_AllStoresAnswer_ListsEachOfThem()
    {
        await using var gateway = await HostedGateway.StartAsync();
        var (status, checks) = await ReadyAsync(gateway);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            ["artifact-store", "catalog", "embedder", "enriched-rows", "feature-store", "neighbour-store", "pair-store", "serving", "vector-index", "warehouse", "xref-store"],
            checks.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ready_OneStoreFails_IsNotReadyAndNamesIt()
    {
        using var index = new BlockingIndex { Failure = new TimeoutException("qdrant:6334") };
        await using var gateway = await HostedGateway.StartAsync(index);
        var (status, checks) = await ReadyAsync(gateway);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["vector-index"], checks.Where(check => check.Value != "Healthy").Select(check => check.Key));
    }

    [Theory]
    [InlineData("artifacts/tables/tracks/pointers/0000000001", "catalog")]
    [InlineData("artifacts/tables/pairs/pointers/0000000001", "pair-store")]
    public async Task Ready_StoreFileIsDamaged_IsNotReadyAndNamesIt(string file, string check)
    {
        await using var gateway = await HostedGateway.StartAsync(prepare: folder =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.WriteAllText(Path.Combine(folder, file), new string('x', 8192));
        });
        var (status, checks) = await ReadyAsync(gateway);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (status, checks[check]));
    }

    private static async Task<(HttpStatusCode Status, Dictionary<string, string> Checks)> ReadyAsync(HostedGateway gateway)
    {
        using var response = await gateway.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, body.RootElement.GetProperty("checks").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetProperty("status").GetString()!));
    }
}
