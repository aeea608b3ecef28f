using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Sqlite;
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
        builder.Services.TryAddSingleton<AcquirerMetrics>();
        builder.Services.TryAddSingleton<AcquisitionStatus>();
        builder.Services.TryAddSingleton<IVerifiedFiles, VerifiedFilePublisher>();
        builder.Services.TryAddSingleton<IFileLedger>(services => new SqliteFileLedger(Path.Combine(Options(services).DataFolder, "acquirer.sqlite")));
        builder.Services.TryAddSingleton(services => ActivatorUtilities.CreateInstance<FolderScan>(
            services, Path.GetFullPath(Options(services).Folder), Options(services).Parallelism, Options(services).PlaylistsOnly));
        builder.Services.AddHostedService<AcquirerWorker>();
        return builder;
    }

    private static AcquirerOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<AcquirerOptions>>().Value;
}
