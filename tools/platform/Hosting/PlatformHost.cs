using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer;
using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Lake;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.ListeningHistory;
using SpotifyPlatform.LookupGateway;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ShardExtractor;
using SpotifyPlatform.SpotifyApiEnricher;
using SpotifyPlatform.Vectorizer;
using SpotifyPlatform.WarehouseLoader;
using SpotifyPlatform.Xref;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>Every service in one process on the embedded stores of one data folder.</summary>
internal static class PlatformHost
{
    /// <summary>Adds a service by its name, in the order in which data flow.</summary>
    private static readonly OrderedDictionary<string, Func<IHostApplicationBuilder, IHostApplicationBuilder>> Services = new()
    {
        [AcquirerRegistration.Name] = builder => builder.AddAcquirer(),
        [ShardExtractorRegistration.Name] = builder => builder.AddShardExtractor(),
        [WarehouseLoaderRegistration.Name] = builder => builder.AddWarehouseLoader(),
        [XrefRegistration.Name] = builder => builder.AddXref(),
        [VectorizerRegistration.Name] = builder => builder.AddVectorizer(),
        [CooccurrenceMinerRegistration.Name] = builder => builder.AddCooccurrenceMiner(),
        [LookupGatewayRegistration.Name] = builder => builder.AddLookupGateway(),
        [ListeningHistoryRegistration.Name] = builder => builder.AddListeningHistory(),
        [SpotifyApiEnricherRegistration.Name] = builder => builder.AddSpotifyApiEnricher(),
    };

    public static IReadOnlyCollection<string> ServiceNames => Services.Keys;

    /// <summary>The whole pipeline and the read API.</summary>
    /// <param name="requireInput">End where the input folder cannot be read, instead of serving what was published.</param>
    public static WebApplication Build(DataFolder data, string input, int port, int grpcPort, bool requireInput)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, new()
        {
            ["Artifacts:InputFolder"] = input,
            ["Acquirer:RequireFolder"] = $"{requireInput}",
            ["Http:Port"] = $"{port}",
            ["Http:GrpcPort"] = $"{grpcPort}",
        });
        builder.AddServiceDefaults("platform", LogOutput.Terminal);
        // The command reports start failures itself, without a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.AddPlatform();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapServiceStatus();
        app.MapLookupGateway();
        app.MapListeningHistory();
        return app;
    }

    /// <summary>Services on Kafka, of which only what is registered is looked at.</summary>
    /// <param name="service">One service, as it is composed alone; null for all of them in one process.</param>
    public static ServiceProvider OnKafka(string? bootstrapServers, string? service = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(bootstrapServers is null
            ? [new("EventBus:Engine", "Kafka")]
            : [new("EventBus:Engine", "Kafka"), new("Kafka:BootstrapServers", bootstrapServers)]);
        // What it may do does not depend on the credentials of this machine.
        builder.Configuration.AddInMemoryCollection([new($"{SpotifyApiEnricherOptions.Section}:{nameof(SpotifyApiEnricherOptions.Enabled)}", "true")]);
        builder.Logging.ClearProviders();
        if (service is null)
            builder.AddPlatform();
        else
            Services[service](builder.AddEngines());
        return builder.Services.BuildServiceProvider();
    }

    private static void AddPlatform(this WebApplicationBuilder builder)
    {
        builder.AddEngines();
        foreach (var add in Services.Values)
            add(builder);
        builder.Services.AddSingleton<IArtistListeningSource, AccountListening>();
    }

    /// <summary>The services that compute pairs from playlists: acquirer, the extractor's track numbers and baskets, miner.</summary>
    /// <param name="mining">Miner options by name.</param>
    /// <param name="planOnly">Make the baskets that mining is forecast from, and do not mine.</param>
    public static WebApplication Mining(DataFolder data, string input, IReadOnlyDictionary<string, string?> mining, bool planOnly)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = mining.ToDictionary(option => $"{CooccurrenceMinerOptions.Section}:{option.Key}", option => option.Value);
        settings["Artifacts:InputFolder"] = input;
        settings["Acquirer:PlaylistsOnly"] = "true";
        settings["Http:Port"] = "0";
        settings["Http:GrpcPort"] = "0";
        Configure(builder, data, settings);
        builder.AddServiceDefaults("platform", LogOutput.Terminal);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.AddEngines();
        builder.AddAcquirer();
        builder.AddPlaylistBaskets();
        if (planOnly)
            builder.AddMiningForecast();
        else
            builder.AddCooccurrenceMiner();
        return builder.Build();
    }

    /// <summary>Services that read a data folder without changing it, also beside a running platform.</summary>
    public static ServiceProvider Lookup(DataFolder data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, new() { ["Storage:ReadOnly"] = "true" });
        builder.Logging.ClearProviders();
        builder.AddEngines();
        builder.AddShardExtractorStatus();
        builder.AddWarehouseLoaderStatus();
        builder.AddXrefStatus();
        builder.AddVectorizerStatus();
        builder.AddCooccurrenceMinerStatus();
        builder.AddLookupGateway();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>Every service, of which only what reads a data folder is used: groups with dead letters and schemas of stores are known to the services alone.</summary>
    /// <param name="input">The data set's folder, to read its files too.</param>
    public static ServiceProvider Reading(DataFolder data, string? input = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = new Dictionary<string, string?> { ["Storage:ReadOnly"] = "true" };
        if (input is not null)
            settings["Artifacts:InputFolder"] = input;
        Configure(builder, data, settings);
        builder.Logging.ClearProviders();
        builder.AddPlatform();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>A person's listening, without a server and beside one that may be running. The stores of the data set are only read.</summary>
    public static ServiceProvider Listening(DataFolder data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, new() { ["Storage:ReadOnly"] = "true" });
        builder.Logging.ClearProviders();
        builder.AddEngines();
        builder.AddListeningImports();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>A person's listening and the jobs of the Web API, whose answers are kept beside those that the bus brings.</summary>
    public static ServiceProvider Enrichment(DataFolder data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, []);
        builder.Logging.ClearProviders();
        builder.AddEngines();
        builder.AddListeningImports();
        builder.AddSpotifyJobs();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>The jobs of the Web API, started by hand, also beside a running platform. The stores of the data set are only read.</summary>
    public static ServiceProvider Spotify(DataFolder data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, new() { ["Storage:ReadOnly"] = "true" });
        builder.Logging.ClearProviders();
        builder.AddEngines();
        builder.AddSpotifyJobs();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>Lake and hub, without a server and beside one that may be running, with the listening of an account and the client of the Web API.</summary>
    /// <param name="project">A project of BigQuery in place of the warehouse in the data folder; null for what is configured.</param>
    public static ServiceProvider Lake(DataFolder data, string? project)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, new() { ["Storage:ReadOnly"] = "true" });
        if (project is not null)
            builder.Configuration.AddInMemoryCollection([new("Lake:Engine", "BigQuery"), new("Lake:Project", project)]);
        builder.Logging.ClearProviders();
        builder.AddEngines();
        builder.AddListeningImports();
        builder.AddSpotifyJobs();
        builder.AddLake();
        builder.Services.AddSingleton<IArtistListeningSource, AccountListening>();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>The acquirer's services, for its jobs started by hand.</summary>
    /// <param name="settings">What was given on the command line; it overrides the environment.</param>
    public static ServiceProvider Acquirer(DataFolder data, string input, IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, new() { ["Artifacts:InputFolder"] = input });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddServiceDefaults("platform", LogOutput.Terminal);
        builder.AddEngines();
        builder.AddAcquirer();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>The vectorizer's services, for its jobs started by hand.</summary>
    public static ServiceProvider Vectorizer(DataFolder data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Configure(builder, data, []);
        builder.Logging.ClearProviders();
        builder.AddEngines();
        builder.AddVectorizer();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>Validates the options of all services before anything starts.</summary>
    /// <exception cref="UsageException">At least one option is wrong; the message lists all of them.</exception>
    public static void ValidateOptions(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception ex) when (ex is OptionsValidationException or AggregateException)
        {
            var wrong = ex is AggregateException several ? several.InnerExceptions.OfType<OptionsValidationException>() : [(OptionsValidationException)ex];
            throw new UsageException(string.Join(Environment.NewLine, wrong.SelectMany(failure => failure.Failures)));
        }
    }

    /// <summary>The exceptions of background services that failed.</summary>
    public static IEnumerable<string> BackgroundFailures(IServiceProvider services) =>
        from service in services.GetServices<IHostedService>().OfType<BackgroundService>()
        where service.ExecuteTask is { IsFaulted: true }
        select $"{service.GetType().Name}: {service.ExecuteTask!.Exception!.GetBaseException().Message}";

    /// <summary>Paths from the data folder; added first, so that environment variables override them.</summary>
    private static void Configure(WebApplicationBuilder builder, DataFolder data, Dictionary<string, string?> settings)
    {
        settings["EventBus:Path"] = data.Bus;
        settings["Storage:DataFolder"] = data.Root;
        settings["Acquirer:DataFolder"] = data.Root;
        settings["Artifacts:Folder"] = data.Artifacts;
        settings["Artifacts:CacheFolder"] = data.ArtifactCache;
        settings["CooccurrenceMiner:DataFolder"] = data.Root;
        settings["Lake:DataFolder"] = data.Lake;
        settings["ListeningHistory:DataFolder"] = data.Listening;
        settings["SpotifyApiEnricher:DataFolder"] = data.Root;
        settings["ShardExtractor:DataFolder"] = data.Root;
        settings["ShardExtractor:OutputFolder"] = data.Extract;
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = settings });
    }
}
