using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Engines;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.ListeningHistory.Tests.Api;

/// <summary>The service on free ports and a temporary folder.</summary>
internal sealed class ListeningHost : IAsyncDisposable
{
    private readonly string folder;

    private ListeningHost(WebApplication app, string folder)
    {
        (App, this.folder) = (app, folder);
        Http = new HttpClient { BaseAddress = app.HttpAddress() };
    }

    public WebApplication App { get; }

    public HttpClient Http { get; }

    public static async Task<ListeningHost> StartAsync(bool behindEdge = false)
    {
        var folder = Directory.CreateTempSubdirectory("listening-host-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Port"] = "0",
            ["Http:GrpcPort"] = "0",
            ["Storage:DataFolder"] = folder,
            ["ListeningHistory:DataFolder"] = Path.Combine(folder, "listening"),
            ["ListeningHistory:BehindEdge"] = behindEdge ? "true" : "false",
            ["ListeningHistory:MaxUploadBytes"] = "100000",
        });
        builder.AddServiceDefaults(ListeningHistoryRegistration.Name);
        builder.Logging.ClearProviders();
        builder.Configuration.AddEmbeddedBus(Path.Combine(folder, "bus.sqlite"));
        builder.AddEngines();
        builder.AddListeningHistory();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapListeningHistory();
        await app.StartAsync();
        return new ListeningHost(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
