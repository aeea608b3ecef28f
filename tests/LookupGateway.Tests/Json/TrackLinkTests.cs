using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.LookupGateway.Tests.Lookup;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.LookupGateway.Tests.Json;

/// <summary>Names of tracks as people copy them, in URLs.</summary>
public sealed class TrackLinkTests
{
    [Fact]
    public async Task Get_CopiedLink_IsReadInTheQueryAndInThePath()
    {
        await using var gateway = await HostedGateway.StartAsync(tracks: FakeCatalog.Track(TrackNameTests.Id, "One", 50));
        await new ShardWriter(gateway.Services.GetRequiredService<IArtifactStore>(), gateway.Services.GetRequiredService<TableStore>(), new World(1))
            .LoadEmptyAsync(gateway.Services.GetRequiredService<IWarehouse>());
        foreach (var name in TrackNameTests.Written)
        {
            var escaped = Uri.EscapeDataString(name);
            using var many = JsonDocument.Parse(await GetAsync(gateway, $"?ids={escaped}", HttpStatusCode.OK));
            Assert.Equal(TrackNameTests.Id.ToString(), Assert.Single(many.RootElement.GetProperty("tracks").EnumerateArray()).GetProperty("spotify_id").GetString());
            using var one = JsonDocument.Parse(await GetAsync(gateway, $"/{escaped}", HttpStatusCode.OK));
            Assert.Equal(TrackNameTests.Id.ToString(), one.RootElement.GetProperty("spotify_id").GetString());
            foreach (var missing in new[] { "features", "analysis", "similar" }) // The track is understood, though it has none of these.
                Assert.Contains(TrackNameTests.Id.ToString(), await GetAsync(gateway, $"/{escaped}/{missing}", HttpStatusCode.NotFound), StringComparison.Ordinal);
            Assert.Contains(TrackNameTests.Id.ToString(), await GetAsync(gateway, $"/{escaped}/cooccurring", HttpStatusCode.OK), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_AlbumLink_IsAnErrorThatSaysSo()
    {
        await using var gateway = await HostedGateway.StartAsync();
        var album = Uri.EscapeDataString($"https://open.spotify.com/intl-de/album/{TrackNameTests.Id}");
        Assert.Contains("names an album, not a track", await GetAsync(gateway, $"/{album}", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cooccurring_UnknownTrack_IsNotFound()
    {
        await using var gateway = await HostedGateway.StartAsync();
        await GetAsync(gateway, $"/{TrackNameTests.Id}/cooccurring", HttpStatusCode.NotFound);
    }

    private static async Task<string> GetAsync(HostedGateway gateway, string path, HttpStatusCode expected)
    {
        using var response = await gateway.Http.GetAsync(new Uri("/v1/tracks" + path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"GET /v1/tracks{path} is {response.StatusCode}: {body}");
        return body;
    }
}
