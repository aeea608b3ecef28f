using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Artifacts.Store.LocalCopies;
using SpotifyPlatform.GoogleCloudStorage;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Health;

namespace SpotifyPlatform.Engines;

/// <summary>Puts the artifact store that the options choose behind its ports.</summary>
public static class ArtifactsRegistration
{
    /// <summary>Below the cache's folder: content on its way into a bucket.</summary>
    internal const string UploadFolder = "uploads";

    /// <summary>Each request for a page of a bucket's list costs money.</summary>
    private static readonly TimeSpan ReadinessReuse = TimeSpan.FromSeconds(15);

    public static IHostApplicationBuilder AddArtifacts(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<ArtifactOptions>(ArtifactOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Folder);
        services.TryAddSingleton(Bucket);
        services.TryAddSingleton(Cache);
        services.TryAddSingleton<IArtifactStore>(s => IsBucket(s) ? s.GetRequiredService<GcsArtifactStore>() : s.GetRequiredService<FolderArtifactStore>());
        services.TryAddSingleton<ILocalArtifacts>(s => IsBucket(s) ? s.GetRequiredService<CachedArtifacts>() : s.GetRequiredService<FolderArtifactStore>());
        services.TryAddSingleton<IInputArtifacts>(s => IsBucket(s) ? new UploadedInputs(s.GetRequiredService<GcsArtifactStore>()) : s.GetRequiredService<FolderArtifactStore>());
        services.TryAddSingleton<IArtifactStores, ArtifactStores>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BucketStartupCheck>());
        builder.AddReadinessCheck<IServiceProvider>(
            "artifact-store", static (s, stop) => IsBucket(s) ? s.GetRequiredService<GcsArtifactStore>().CheckAsync(stop) : Task.CompletedTask, ReadinessReuse);
        return builder;
    }

    internal static bool IsBucket(IServiceProvider services) => Options(services).Engine == ArtifactEngine.GoogleCloudStorage;

    private static FolderArtifactStore Folder(IServiceProvider services) => new(Options(services).Folder, Options(services).InputFolder, Clock(services));

    private static GcsArtifactStore Bucket(IServiceProvider services)
    {
        var options = Options(services);
        return new GcsArtifactStore(
            options.Bucket!, options.Prefix, Path.Combine(options.CacheFolder, UploadFolder), Clock(services), services.GetRequiredService<ILogger<GcsArtifactStore>>());
    }

    private static CachedArtifacts Cache(IServiceProvider services) =>
        new(services.GetRequiredService<GcsArtifactStore>(), Options(services).CacheFolder, Options(services).CacheBytes, Clock(services));

    private static ArtifactOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<ArtifactOptions>>().Value;

    private static TimeProvider Clock(IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
