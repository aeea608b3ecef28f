using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Engines;

/// <summary>Readiness checks of the stores that a service uses, whichever engine is behind them.</summary>
public static class StoreHealth
{
    private static readonly TrackId Probe = new(0);

    /// <summary>Adds a check that reads one row by key. Readiness fails while the store does not answer.</summary>
    /// <typeparam name="TStore">A port of this namespace's <see cref="StorageRegistration.AddStorage"/>.</typeparam>
    public static IHostApplicationBuilder AddStoreHealth<TStore>(this IHostApplicationBuilder builder)
        where TStore : notnull
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(StoreCheck<TStore>)))
            return builder;
        builder.Services.AddSingleton<StoreCheck<TStore>>();
        builder.Services.AddHealthChecks().AddCheck<StoreCheck<TStore>>(Name(typeof(TStore)));
        return builder;
    }

    /// <summary>Adds a check that embeds a word, at most once a minute, because a remote model may charge for each request.</summary>
    public static IHostApplicationBuilder AddEmbedderHealth(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(EmbedderCheck)))
            return builder;
        builder.Services.AddSingleton<EmbedderCheck>();
        builder.Services.AddHealthChecks().AddCheck<EmbedderCheck>("embedder");
        return builder;
    }

    private static string Name(Type store) => store.Name switch
    {
        nameof(IFeatureStore) => "feature-store",
        nameof(IXrefStore) => "xref-store",
        nameof(IPairStore) => "pair-store",
        nameof(IAccessStore) => "access-store",
        nameof(INeighbourStore) => "neighbour-store",
        nameof(IWarehouse) => "warehouse",
        nameof(IVectorIndex) => "vector-index",
        _ => throw new ArgumentException($"{store.Name} has no readiness check.", nameof(store)),
    };

    private static Task ReadAsync(object store, CancellationToken cancellationToken) => store switch
    {
        IFeatureStore features => features.GetAsync([Probe], cancellationToken),
        IXrefStore xref => xref.GetAsync([Probe], cancellationToken),
        IPairStore pairs => pairs.FindAsync(Probe, new TrackId(1), cancellationToken),
        IAccessStore accesses => accesses.GetAsync([Probe], cancellationToken),
        INeighbourStore neighbours => neighbours.GetAsync(Probe, cancellationToken),
        IWarehouse warehouse => warehouse.FindAnalysisAsync(Probe, cancellationToken),
        IVectorIndex index => index.GetAsync([Probe], cancellationToken),
        _ => throw new ArgumentException($"{store.GetType().Name} has no readiness check.", nameof(store)),
    };

    private sealed class StoreCheck<TStore>(IServiceProvider services) : IHealthCheck
        where TStore : notnull
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            // Resolved here, because a store that cannot be opened must fail the check and not the host.
            await ReadAsync(services.GetRequiredService<TStore>(), cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
    }
}
