using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer;
using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.LookupGateway;
using SpotifyPlatform.Platform.Commands;
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
        // What it tells is told in a sentence where the command ends.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
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

    /// <summary>What playlists need to become pairs, and nothing else: acquirer, extractor, miner.</summary>
    /// <param name="mining">Options of the miner by name.</param>
    /// <param name="planOnly">Say what mining will take instead of doing it.</param>
    public static WebApplication Mining(DataFolder data, string input, IReadOnlyDictionary<string, string?> mining, bool planOnly)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = mining.ToDictionary(option => $"{CooccurrenceMinerOptions.Section}:{option.Key}", option => option.Value);
        settings["Acquirer:Folder"] = input;
        settings["Acquirer:PlaylistsOnly"] = "true";
        settings["Http:Port"] = "0";
        settings["Http:GrpcPort"] = "0";
        Configure(builder, data, settings);
        builder.AddServiceDefaults("platform", LogOutput.Terminal);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.AddAcquirer();
        builder.AddShardExtractor();
        if (planOnly)
            builder.AddMiningForecast();
        else
            builder.AddCooccurrenceMiner();
        return builder.Build();
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

    /// <summary>The vectorizer's own parts, for its jobs by hand.</summary>
    public static ServiceProvider Vectorizer(DataFolder data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, []);
        builder.Logging.ClearProviders();
        builder.AddVectorizer();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>Every wrong option of every service at once, before anything starts.</summary>
    /// <exception cref="UsageException">Some option is wrong.</exception>
    public static void ValidateOptions(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception e) when (e is OptionsValidationException or AggregateException)
        {
            var wrong = e is AggregateException several ? several.InnerExceptions.OfType<OptionsValidationException>() : [(OptionsValidationException)e];
            throw new UsageException(string.Join(Environment.NewLine, wrong.SelectMany(exception => exception.Failures)));
        }
    }

    /// <summary>Why background services ended before the host did.</summary>
    public static IEnumerable<string> Faults(IServiceProvider services) =>
        from service in services.GetServices<IHostedService>().OfType<BackgroundService>()
        where service.ExecuteTask is { IsFaulted: true }
        select $"{service.GetType().Name}: {service.ExecuteTask!.Exception!.GetBaseException().Message}";

    /// <summary>The data folder's places come first, so that environment variables may still say otherwise.</summary>
    private static void Configure(WebApplicationBuilder builder, DataFolder data, Dictionary<string, string?> settings)
    {
        settings["EventBus:Path"] = data.Bus;
        settings["Storage:DataFolder"] = data.Root;
        settings["Acquirer:DataFolder"] = data.Root;
        settings["CooccurrenceMiner:DataFolder"] = data.Root;
        settings["LookupGateway:CatalogFolder"] = data.Catalog;
        settings["ShardExtractor:DataFolder"] = data.Root;
        settings["ShardExtractor:OutputFolder"] = data.Extract;
        settings["WarehouseLoader:RowsFolder"] = data.Extract;
        settings["Xref:DataFolder"] = data.Root;
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = settings });
    }
}
