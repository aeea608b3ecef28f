using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>The service as it is put together, on the embedded bus and stores.</summary>
public sealed class HostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Host_DumpAndTracksAnnounced_PublishesMatches()
    {
        using (var world = new XrefWorld(folder.Path))
            await world.PublishTracksAsync(SmallWorld.Tracks);
        using var host = Build();
        var dump = SmallWorld.Dump.Write(folder.Path);
        await host.StartAsync();
        await host.Services.GetRequiredService<IEventPublisher>().PublishAsync(
            Topics.FileVerified,
            [new OutgoingEvent<FileVerified>("dump", new() { DataSet = dump.DataSet, Name = dump.Name, Slot = dump.Slot, Revision = dump.Revision, File = dump.File.ToMessage(), Kind = FileKind.MusicbrainzDump })],
            CancellationToken.None);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)))
            while (!host.Services.GetRequiredService<DerivingStartup>().IsComplete)
                await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        await host.Services.GetRequiredService<IEventBus>().CaughtUpAsync();
        await host.StopAsync();
        var store = host.Services.GetRequiredService<IXrefStore>();
        Assert.Equal(5, (await store.CountByMethodAsync(CancellationToken.None))[MatchMethod.IsrcExact]);
        Assert.Equal(SmallWorld.Expected, (await store.GetAsync(SmallWorld.Ids, CancellationToken.None)).OrderBy(match => match.Id));
    }

    public void Dispose() => folder.Dispose();

    private IHost Build()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = folder.Path,
            ["Artifacts:Folder"] = folder.File("artifacts"),
            ["Artifacts:InputFolder"] = folder.Path,
        });
        builder.Configuration.AddEmbeddedBus(folder.File("bus.sqlite"));
        builder.AddEngines();
        builder.Services.AddProducer(Topics.FileVerified);
        builder.AddXref();
        // Twice, as when every service is composed in one process.
        builder.AddXref();
        return builder.Build();
    }
}
