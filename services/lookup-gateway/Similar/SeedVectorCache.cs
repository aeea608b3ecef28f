using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>
/// Composes a seed's vector on demand, whether or not it is in the vector index, and caches it for popular tracks (tiers A and B).
/// A tier C vector is composed each time.
/// </summary>
public sealed class SeedVectorCache : IDisposable
{
    private readonly IFeatureStore features;
    private readonly VectorComposer composer;
    private readonly SeedCacheOptions options;
    private readonly MemoryCache cache;

    public SeedVectorCache(IFeatureStore features, VectorComposer composer, IOptions<LookupGatewayOptions> options)
    {
        (this.features, this.composer, this.options) = (features, composer, options.Value.SeedCache);
        cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = this.options.Capacity });
    }

    /// <exception cref="NotFoundException">The track has no audio features.</exception>
    public async Task<Seed> GetAsync(TrackId id, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(id, out Seed? seed))
            return seed!;
        var profile = (await features.GetAsync([id], cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        seed = await ComposeSeedAsync(profile ?? new TrackProfile(id, null, null, null), cancellationToken).ConfigureAwait(false);
        if (seed.Description?.Popularity >= options.MinPopularity)
            cache.Set(id, seed, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = options.Lifetime });
        return seed;
    }

    public void Dispose() => cache.Dispose();

    private async Task<Seed> ComposeSeedAsync(TrackProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Features is not { } features)
            throw new NotFoundException($"Track {profile.Id} has no audio features.");
        var vectors = await composer.ComposeAsync([new DescribedFeatures(features, profile.Description)], cancellationToken).ConfigureAwait(false);
        var text = Enumerable.Repeat(profile.Description is not null, composer.Dimensions - FeatureVector.Dimensions);
        return new Seed(
            profile.Id, vectors[0], [.. FeatureVector.Known(features, profile.Description?.KnownPopularity), .. text], features, profile.Description);
    }
}
