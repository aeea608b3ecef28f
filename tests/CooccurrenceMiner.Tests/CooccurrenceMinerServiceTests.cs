using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>The service as it is composed, on a real event log.</summary>
public sealed class CooccurrenceMinerServiceTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("miner-service-").FullName;

    [Fact]
    public async Task Service_FedByTheBus_StoresThePairs()
    {
        var file = new PlaylistsFile(9, Playlist.Random(new Random(9), 90, 50, 25));
        await using var app = Build([]);
        var mined = app.Services.GetRequiredService<MinedOnce>();
        await app.StartAsync();
        var (bus, publisher) = (app.Services.GetRequiredService<IEventBus>(), app.Services.GetRequiredService<IEventPublisher>());
        await publisher.PublishAsync(Topics.CatalogFileExtracted, [new($"{file.Hex}/done", file.End())], CancellationToken.None);
        await publisher.PublishAsync(
            Topics.PlaylistsExtracted,
            [.. file.Batches().Select(batch => new OutgoingEvent<PlaylistsExtracted>($"{batch.Origin.Batch}", batch))],
            CancellationToken.None);

        await mined.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await bus.CaughtUpAsync();

        // An orderly end finishes and commits what the handlers have begun.
        await app.StopAsync();
        Assert.True(app.Services.GetRequiredService<MiningStatus>().IsStartupComplete);
        Assert.Equal(0, (await bus.ReadLagAsync(CancellationToken.None)).Sum(lag => lag.Pending));
        Assert.Empty(await app.Services.GetRequiredService<IDeadLetters>().ListAsync(CancellationToken.None));
        var expected = Oracle.Mine(file.Playlists, MinedWorld.Specification);
        Assert.Equal(expected.Count, await app.Services.GetRequiredService<IPairStore>().CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Options_WithoutAPossiblePlaylist_RefuseToStart()
    {
        await using var app = Build(new() { ["CooccurrenceMiner:MinPlaylistTracks"] = "501", ["CooccurrenceMiner:MinPairCount"] = "0" });
        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());
        Assert.Contains("MinPairCount", ex.Message, StringComparison.Ordinal);
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
        builder.Services.AddSingleton<MinedOnce>();
        return builder.Build();
    }

    /// <summary>Hears of the first run by its metrics.</summary>
    private sealed class MinedOnce : IDisposable
    {
        private readonly TaskCompletionSource mined = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly MeterListener listener = new();

        public MinedOnce(IServiceProvider services)
        {
            var meters = services.GetRequiredService<IMeterFactory>();
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == CooccurrenceMinerMetrics.Name && ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "pipeline.records.produced")
                    self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, _, _, _) => mined.TrySetResult());
            listener.Start();
        }

        public Task Task => mined.Task;

        public void Dispose() => listener.Dispose();
    }
}
