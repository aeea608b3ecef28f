using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>The service as it is composed, on a real event log.</summary>
public sealed class CooccurrenceMinerServiceTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("miner-service-").FullName;

    [Fact]
    public async Task Service_ToldOfBaskets_StoresThePairs()
    {
        var playlists = Playlist.Random(new Random(9), 90, 50, 25);
        await using var app = Build([]);
        var baskets = await app.Services.GetRequiredService<TableStore>().PublishBasketsAsync(playlists, "a", 1);
        await app.Services.GetRequiredService<IEventPublisher>().PublishAsync(
            Topics.TableGenerationPublished,
            [new("baskets", new() { Table = BasketTable.Name, Generation = baskets.Plan.Id, Number = 1 })],
            CancellationToken.None);
        await app.StartAsync();
        var bus = app.Services.GetRequiredService<IEventBus>();
        await bus.CaughtUpAsync();

        // An orderly end finishes and commits what the handlers have begun.
        await app.StopAsync();
        Assert.Equal(0, (await bus.ReadLagAsync(CancellationToken.None)).Sum(lag => lag.Pending));
        Assert.Empty(await app.Services.GetRequiredService<IDeadLetters>().ListAsync(CancellationToken.None));
        var expected = Oracle.Mine(playlists, MinedWorld.Specification);
        Assert.Equal(expected.Count, await app.Services.GetRequiredService<IPairStore>().CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Options_WithoutAPossiblePlaylist_RefuseToStart()
    {
        await using var app = Build(new() { ["CooccurrenceMiner:MinPlaylistTracks"] = "501", ["CooccurrenceMiner:MinPairCount"] = "0" });
        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());
        Assert.Contains("MinPairCount", ex.Message, StringComparison.Ordinal);
        Assert.Contains("MinPlaylistTracks", ex.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private WebApplication Build(Dictionary<string, string?> settings)
    {
        settings["Storage:DataFolder"] = root;
        settings["CooccurrenceMiner:DataFolder"] = root;
        settings["Artifacts:Folder"] = Path.Combine(root, "artifacts");
        settings["Http:Port"] = "0";
        settings["Http:GrpcPort"] = "0";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddServiceDefaults("cooccurrence-miner", LogOutput.Terminal);
        builder.Configuration.AddEmbeddedBus(Path.Combine(root, "bus.sqlite"));
        builder.AddEngines();
        builder.AddCooccurrenceMiner();
        builder.AddCooccurrenceMiner();
        return builder.Build();
    }
}
