using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Embedding;

/// <summary>Registers the configured embedder and the composer of vectors.</summary>
public static class EmbeddingRegistration
{
    /// <summary>Adds <see cref="IEmbedder"/> and <see cref="VectorComposer"/>, unless they are already registered.</summary>
    public static IHostApplicationBuilder AddEmbedding(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<EmbeddingOptions>(EmbeddingOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEmbedder>(s => Options(s) is { Embedder: EmbedderKind.Http, Dimensions: > 0 } options
            ? new HttpEmbedder(options.Http, options.Dimensions, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<HttpEmbedder>>())
            : new HashedNGramEmbedder(Options(s).Dimensions));
        services.TryAddSingleton(s => new VectorComposer(s.GetRequiredService<IEmbedder>(), Options(s).FeatureWeight, Options(s).TextWeight));
        services.TryAddSingleton<PointComposer>();
        return builder;
    }

    private static EmbeddingOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<EmbeddingOptions>>().Value;
}
