using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Sqlite;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Acquirer;

/// <summary>The composition root of the acquirer.</summary>
public static class AcquirerRegistration
{
    public static IHostApplicationBuilder AddAcquirer(this IHostApplicationBuilder builder)
    {
        builder.AddEventBus();
        builder.AddValidatedOptions<AcquirerOptions>(AcquirerOptions.Section);
        builder.Services.AddValidatedOptions<ArtifactOptions>(ArtifactOptions.Section);
        builder.Services.TryAddSingleton<AcquirerMetrics>();
        builder.Services.TryAddSingleton<AcquisitionStatus>();
        builder.Services.TryAddSingleton<IVerifiedFilePublisher, VerifiedFilePublisher>();
        builder.Services.TryAddSingleton<IFileLedger>(services => new SqliteFileLedger(Path.Combine(Options(services).DataFolder, "acquirer.sqlite")));
        builder.Services.TryAddSingleton(services => ActivatorUtilities.CreateInstance<FolderScan>(
            services, InputFolder(services), Options(services).Parallelism, Options(services).PlaylistsOnly));
        builder.Services.TryAddSingleton<IFolderChanges>(services => ActivatorUtilities.CreateInstance<FolderWatcher>(
            services, InputFolder(services)));
        builder.Services.AddHostedService<AcquirerWorker>();
        return builder;
    }

    private static string InputFolder(IServiceProvider services) => services.GetRequiredService<IOptions<ArtifactOptions>>().Value.InputFolder;

    private static AcquirerOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<AcquirerOptions>>().Value;
}
