using SpotifyPlatform.Acquirer;
using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.EventBus.Sqlite;
using SpotifyPlatform.LookupGateway;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ShardExtractor;
using SpotifyPlatform.Vectorizer;
using SpotifyPlatform.WarehouseLoader;
using SpotifyPlatform.Xref;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>Every service in one process on the embedded stores of one data folder.</summary>
internal static class PlatformHost
{
    /// <summary>The whole pipeline and the read API.</summary>
    public static WebApplication Build(DataFolder data, string input, int port, int grpcPort)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, new()
        {
            ["Acquirer:Folder"] = input,
            ["Http:Port"] = $"{port}",
            ["Http:GrpcPort"] = $"{grpcPort}",
        });
        builder.AddServiceDefaults("platform", LogOutput.Terminal);
        builder.AddAcquirer();
        builder.AddShardExtractor();
        builder.AddWarehouseLoader();
        builder.AddXref();
        builder.AddVectorizer();
        builder.AddCooccurrenceMiner();
        builder.AddLookupGateway();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapLookupGateway();
        return app;
    }

    /// <summary>What reads a data folder, without a server and beside one that may be running.</summary>
    public static ServiceProvider Lookup(DataFolder data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, []);
        builder.AddEventBus();
        builder.AddLookupGateway();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>The data folder's places come first, so that environment variables may still say otherwise.</summary>
    private static void Configure(WebApplicationBuilder builder, DataFolder data, Dictionary<string, string?> settings)
    {
        settings["EventBus:Path"] = data.Bus;
        settings["Storage:DataFolder"] = data.Root;
        settings["Acquirer:DataFolder"] = data.Root;
        settings["CooccurrenceMiner:DataFolder"] = data.Root;
        settings["LookupGateway:CatalogueFolder"] = data.Catalogue;
        settings["ShardExtractor:DataFolder"] = data.Root;
        settings["ShardExtractor:OutputFolder"] = data.Extract;
        settings["WarehouseLoader:RowsFolder"] = data.Extract;
        settings["Xref:DataFolder"] = data.Root;
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = settings });
    }
}
