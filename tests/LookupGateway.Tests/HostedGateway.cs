using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.LookupGateway.Tests;

/// <summary>The gateway as a server on free ports, with empty stores in a temporary folder.</summary>
internal sealed class HostedGateway : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly WebApplication app;

    private HostedGateway(IVectorIndex? index, (string Key, string Value)[] settings, CatalogTrack[] tracks)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Port"] = "0", ["Http:GrpcPort"] = "0", ["Storage:DataFolder"] = folder.Path, ["Artifacts:Folder"] = folder.File("artifacts"),
        });
        builder.Configuration.AddEmbeddedBus(folder.File("bus.sqlite"));
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        if (tracks.Length > 0)
        {
            builder.Services.AddSingleton<ICatalog>(new FakeCatalog(tracks));
            builder.Services.AddSingleton<IFeatureStore>(Features);
        }

        if (index is not null)
            builder.Services.AddSingleton(index);
        builder.AddServiceDefaults("lookup-gateway");
        builder.Logging.ClearProviders();
        builder.AddEngines(busNeededToServe: false);
        builder.AddLookupGateway();
        // The tests publish tables beside it.
        builder.Services.AddProducer(Topics.TableGenerationPublished);
        builder.Services.AddProducer(Topics.TrackEnriched);
        builder.Services.AddProducer(Topics.ArtistEnriched);
        app = builder.Build();
        app.MapServiceDefaults();
        app.MapLookupGateway();
    }

    public FakeFeatures Features { get; } = new();

    public IServiceProvider Services => app.Services;

    public Uri Grpc => app.GrpcAddress();

    public HttpClient Http { get; private set; } = null!;

    /// <param name="prepare">Gets the data folder before the server starts.</param>
    public static async Task<HostedGateway> StartAsync(IVectorIndex? index = null, (string Key, string Value)[]? settings = null, Action<string>? prepare = null, params CatalogTrack[] tracks)
    {
        var gateway = new HostedGateway(index, settings ?? [], tracks);
        prepare?.Invoke(gateway.folder.Path);
        await gateway.app.StartAsync();
        gateway.Http = new HttpClient { BaseAddress = gateway.app.HttpAddress() };
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }
}
