using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Consumers;
using SpotifyPlatform.Vectorizer.Promotions;
using SpotifyPlatform.Vectorizer.Tiers;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>What one process of the service does with accesses.</summary>
internal sealed class VectorizerProcess : IPromotionAnnouncer, IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly AccessConsumer accesses;

    public VectorizerProcess(IFeatureStore store, IVectorIndex index, IAccessStore accessStore, PromotionOptions? promotion = null, ILogger<Promotion>? logger = null)
    {
        var options = Options.Create(new VectorizerOptions { Promotion = promotion ?? new() });
        accesses = new AccessConsumer(accessStore, new VectorizerMetrics(services.GetRequiredService<IMeterFactory>()), TimeProvider.System);
        Promotion = new Promotion(
            accessStore, store, index, new PointComposer(VectorComposer.FeaturesAlone), new TierPolicy(options), options, this, logger ?? NullLogger<Promotion>.Instance);
    }

    public Promotion Promotion { get; }

    /// <summary>What other processes are told, in that order.</summary>
    public List<TrackId> Announced { get; } = [];

    public Task AnnounceAsync(IReadOnlyList<TrackId> promoted, CancellationToken cancellationToken)
    {
        Announced.AddRange(promoted);
        return Task.CompletedTask;
    }

    public Task<Refusal?> HandleAsync(TracksAccessed message) => accesses.HandleAsync(message, CancellationToken.None);

    public void Dispose() => services.Dispose();
}
