using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Engines;

/// <summary>Puts the artifact store that the options choose behind its ports.</summary>
public static class ArtifactsRegistration
{
    public static IHostApplicationBuilder AddArtifacts(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<ArtifactOptions>(ArtifactOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s =>
        {
            var options = s.GetRequiredService<IOptions<ArtifactOptions>>().Value;
            return new FolderArtifactStore(options.Folder, options.InputFolder, s.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<IArtifactStore>(s => s.GetRequiredService<FolderArtifactStore>());
        services.TryAddSingleton<ILocalArtifacts>(s => s.GetRequiredService<FolderArtifactStore>());
        services.TryAddSingleton<IInputArtifacts>(s => s.GetRequiredService<FolderArtifactStore>());
        return builder;
    }
}
