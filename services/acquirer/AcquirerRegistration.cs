using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
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
        return builder;
    }

    private static FileAudit Audit(IServiceProvider services) => new(
        InputFolder(services), Options(services).Parallelism, services.GetRequiredService<IFileLedger>(), services.GetRequiredService<IVerifiedFilePublisher>(),
        services.GetRequiredService<AcquirerMetrics>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<FileAudit>>());

    private static string InputFolder(IServiceProvider services) => services.GetRequiredService<IOptions<ArtifactOptions>>().Value.InputFolder;

    private static AcquirerOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<AcquirerOptions>>().Value;
}
