using System.Diagnostics.Metrics;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Consumers;
using SpotifyPlatform.Vectorizer.Promotions;
using SpotifyPlatform.Vectorizer.Tiers;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>One process of the service on the given stores.</summary>
internal sealed class VectorizerProcess : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TrackVectors vectors;
    private readonly TrackDescriptionsConsumer tracks;
    private readonly FeaturesConsumer features;
    private readonly MatchesConsumer matches;
    private readonly AccessConsumer accesses;

    public VectorizerProcess(
        IFeatureStore store, IVectorIndex index, int minPopularity = 30, IAccessStore? accessStore = null, PromotionOptions? promotion = null,
        VectorComposer? composer = null)
    {
        accessStore ??= new FakeAccessStore();
        var options = Options.Create(new VectorizerOptions { MinPopularity = minPopularity, Promotion = promotion ?? new() });
        var metrics = new VectorizerMetrics(services.GetRequiredService<IMeterFactory>());
        vectors = new TrackVectors(
            store, index, composer ?? VectorComposer.FeaturesAlone, accessStore, new TierPolicy(options), metrics, TimeProvider.System, NullLogger<TrackVectors>.Instance);
        tracks = new TrackDescriptionsConsumer(vectors, metrics);
        features = new FeaturesConsumer(vectors, metrics);
        matches = new MatchesConsumer(vectors, metrics);
        accesses = new AccessConsumer(accessStore, metrics, TimeProvider.System);
        Promotion = new Promotion(accessStore, index, vectors, options, NullLogger<Promotion>.Instance);
    }

    public Promotion Promotion { get; }

    public Task<Refusal?> HandleAsync(IMessage message) => message switch
    {
        TracksExtracted batch => tracks.HandleAsync(batch, CancellationToken.None),
        FeaturesExtracted batch => features.HandleAsync(batch, CancellationToken.None),
        TracksMatched batch => matches.HandleAsync(batch, CancellationToken.None),
        TracksAccessed batch => accesses.HandleAsync(batch, CancellationToken.None),
        _ => throw new ArgumentException($"No handler takes {message.Descriptor.FullName}.", nameof(message)),
    };

    public void Dispose()
    {
        vectors.Dispose();
        services.Dispose();
    }
}
