using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Acquirer.Sources;
using SpotifyPlatform.Acquirer.Transmission;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Acquirer;

/// <summary>The composition root of the acquirer.</summary>
public static class AcquirerRegistration
{
    /// <summary>The service's name, which is its consumer group.</summary>
    public const string Name = "acquirer";

    public static IHostApplicationBuilder AddAcquirer(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<AcquirerOptions>(AcquirerOptions.Section);
        builder.Services.AddValidatedOptions<ArtifactOptions>(ArtifactOptions.Section);
        builder.Services.AddDownload();
        builder.Services.AddServiceStatus();
        builder.Services.TryAddSingleton<AcquirerMetrics>();
        builder.Services.TryAddSingleton<AcquisitionStatus>();
        builder.Services.TryAddSingleton<IAnnouncedFiles, AnnouncedFiles>();
        builder.Services.TryAddSingleton<IVerifiedFilePublisher, VerifiedFilePublisher>();
        builder.Services.AddServiceStore<IFileLedger>(services => Path.Combine(Options(services).DataFolder, "acquirer"));
        builder.Services.TryAddSingleton(services => ActivatorUtilities.CreateInstance<FolderScan>(
            services, InputFolder(services), Options(services).Parallelism, Options(services).PlaylistsOnly));
        builder.Services.TryAddSingleton(Audit);
        builder.Services.TryAddSingleton<IFolderChanges>(services => ActivatorUtilities.CreateInstance<FolderWatcher>(
            services, InputFolder(services)));
        builder.Services.AddReader<AnnouncedFiles>(Topics.FileVerified, Name);
        builder.Services.AddReader<AnnouncedFiles>(Topics.FileWithdrawn, Name);
        builder.Services.AddProducer(Topics.FileVerified);
        builder.Services.AddProducer(Topics.FileWithdrawn);
        builder.Services.AddScheduledJob<ScanDueConsumer>(
            Topics.ScanDue, Name, AcquirerWorker.Job, services => after => after + Options(services).RescanInterval, ScanDueConsumer.MaxBatch);
        builder.Services.AddScheduledJob<AuditDueConsumer>(
            Topics.AuditDue, Name, AuditDueConsumer.Job, services => after => after + Options(services).AuditInterval, AuditDueConsumer.MaxBatch);
        builder.Services.AddHostedService<AcquirerWorker>();
        builder.Services.AddHostedService<DownloadWorker>();
        return builder;
    }

    private static void AddDownload(this IServiceCollection services)
    {
        services.AddValidatedOptions<DownloadOptions>(DownloadOptions.Section);
        services.AddValidatedOptions<TorrentOptions>(TorrentOptions.Section);
        services.AddHttpClient(HttpFileSource.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(WithoutRedirects);
        services.AddHttpClient(TransmissionClient.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(WithoutRedirects);
        services.TryAddSingleton<IVerifiedDownloads>(s => new VerifiedDownloads(InputFolder(s)));
        services.TryAddSingleton(s => new Destination(Download(s).Destination is { Length: > 0 } destination ? destination : InputFolder(s)));
        services.TryAddSingleton<SourceFactory>();
        services.TryAddSingleton<DataSetDownload>();
        services.TryAddSingleton(Engine);
    }

    private static SocketsHttpHandler WithoutRedirects() => new() { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(30), PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    private static ITorrentEngine Engine(IServiceProvider services)
    {
        var (options, time) = (services.GetRequiredService<IOptions<TorrentOptions>>().Value, services.GetRequiredService<TimeProvider>());
        var destination = services.GetRequiredService<Destination>();
        var daemon = options.Engine == TorrentEngineKind.Managed
            ? new ManagedDaemon(destination.StatePath("engine"), destination.Folder, destination.TryLock, options, time, services.GetRequiredService<ILogger<ManagedDaemon>>())
            : null;
        var client = new TransmissionClient(
            services.GetRequiredService<IHttpClientFactory>().CreateClient(TransmissionClient.ClientName), daemon ?? (IEndpointSource)new ExternalEndpoint(options), options.RequestTimeout, time);
        return new TransmissionEngine(client, daemon, options, time);
    }

    private static DownloadOptions Download(IServiceProvider services) => services.GetRequiredService<IOptions<DownloadOptions>>().Value;

    private static FileAudit Audit(IServiceProvider services) => new(
        InputFolder(services), Options(services).Parallelism, services.GetRequiredService<IFileLedger>(), services.GetRequiredService<IVerifiedDownloads>(), services.GetRequiredService<IVerifiedFilePublisher>(),
        services.GetRequiredService<AcquirerMetrics>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<FileAudit>>());

    private static string InputFolder(IServiceProvider services) => services.GetRequiredService<IOptions<ArtifactOptions>>().Value.InputFolder;

    private static AcquirerOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<AcquirerOptions>>().Value;
}
