using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>The service as it is put together, on the embedded bus and feature store.</summary>
public sealed class HostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Host_EveryPartOnTheBus_WritesTheWholePoint()
    {
        var index = new FakeVectorIndex();
        using var host = Build(index);
        var bus = host.Services.GetRequiredService<IEventBus>();
        await host.StartAsync();
        await bus.PublishAsync(Topics.TracksMatched, [new OutgoingEvent<TracksMatched>("0", "1", Events.Match((1, 7)))], CancellationToken.None);
        await bus.PublishAsync(Topics.TracksExtracted, [new OutgoingEvent<TracksExtracted>("1", "1", Events.Describe((1, 50)))], CancellationToken.None);
        await bus.PublishAsync(Topics.FeaturesExtracted, [new OutgoingEvent<FeaturesExtracted>("1", "1", Events.Features(1))], CancellationToken.None);
        var point = await index.FirstMatched.Task.WaitAsync(Patience);
        await host.StopAsync();
        Assert.Equal((Events.Track(1), Events.Mbid(7)), (point.Id, point.Mbid));
    }

    public void Dispose() => folder.Dispose();

    private IHost Build(FakeVectorIndex index)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EventBus:Path"] = folder.File("bus.sqlite"),
            ["Storage:DataFolder"] = folder.Path,
        });
        builder.Services.AddSingleton<IVectorIndex>(index);
        builder.AddVectorizer();
        // Twice, as when every service is composed in one process.
        builder.AddVectorizer();
        return builder.Build();
    }
}
