using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>The service as it is put together, on the embedded bus and stores.</summary>
public sealed class HostTests : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Host_TrackAndDumpOnTheBus_PublishesAndStoresTheMatch()
    {
        using var host = Build();
        var publisher = host.Services.GetRequiredService<IEventPublisher>();
        await using var matches = await host.Services.GetRequiredService<IEventBus>().ReadAsync(Topics.TracksMatched, ReadFrom.Newest, CancellationToken.None);
        await host.StartAsync();
        var world = new SmallWorld(folder.Path);
        await publisher.PublishAsync(Topics.TracksExtracted, [.. world.Batches.Select((batch, n) => new OutgoingEvent<Contracts.Catalog.V1.TracksExtracted>($"{n}", batch))], CancellationToken.None);
        await publisher.PublishAsync(Topics.FileVerified, [new OutgoingEvent<Contracts.Acquisition.V1.FileVerified>("dump", world.Dump)], CancellationToken.None);

        var expected = world.Expected.Where(match => match.Mbid is not null).Select(match => match.Id).ToHashSet();
        var published = new HashSet<TrackId>();
        while (!published.SetEquals(expected))
        {
            var received = await matches.ReceiveAsync(100, MaxWait, CancellationToken.None);
            Assert.NotEmpty(received);
            published.UnionWith(received.SelectMany(e => TracksMatched.Parser.ParseFrom(e.Payload!.Value.Span).Matches).Select(match => TrackId.FromKey(match.SpotifyId.Span)));
        }

        await host.Services.GetRequiredService<IEventBus>().CaughtUpAsync();
        await host.StopAsync();
        var stored = await host.Services.GetRequiredService<IXrefStore>().GetAsync(SmallWorld.Ids, CancellationToken.None);
        Assert.Equal(world.Expected, stored.OrderBy(match => match.Id));
    }

    public void Dispose() => folder.Dispose();

    private IHost Build()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = folder.Path,
            ["Xref:DataFolder"] = folder.Path,
            ["Artifacts:Folder"] = folder.File("artifacts"),
            ["Artifacts:InputFolder"] = folder.Path,
        });
        builder.Configuration.AddEmbeddedBus(folder.File("bus.sqlite"));
        builder.AddEngines();
        builder.AddXref();
        // Twice, as when every service is composed in one process.
        builder.AddXref();
        return builder.Build();
    }
}
