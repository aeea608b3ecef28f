using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>
/// Composes a track's vector when it is asked for, whether it stands in the index or not, and keeps it where the track is popular
/// enough to be asked for again: tiers A and B. A tier C vector is composed each time.
/// </summary>
public sealed class Seeds : IDisposable
{
    private readonly IFeatureStore features;
    private readonly VectorComposer composer;
    private readonly SeedCacheOptions options;
    private readonly MemoryCache kept;

    public Seeds(IFeatureStore features, VectorComposer composer, IOptions<LookupGatewayOptions> options)
    {
        (this.features, this.composer, this.options) = (features, composer, options.Value.SeedCache);
        kept = new MemoryCache(new MemoryCacheOptions { SizeLimit = this.options.Capacity });
    }

    /// <exception cref="NotKnownException">The track has no features, so it is no point to start from.</exception>
    public async Task<Seed> GetAsync(TrackId id, CancellationToken cancellationToken)
    {
        if (kept.TryGetValue(id, out Seed? seed))
            return seed!;
        var profile = (await features.GetAsync([id], cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        seed = await OfAsync(profile ?? new TrackProfile(id, null, null, null), cancellationToken).ConfigureAwait(false);
        if (seed.Description?.Popularity >= options.MinPopularity)
            kept.Set(id, seed, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = options.Lifetime });
        return seed;
    }

    public void Dispose() => kept.Dispose();

    private async Task<Seed> OfAsync(TrackProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Features is not { } features)
            throw new NotKnownException($"Track {profile.Id} has no audio features.");
        var vectors = await composer.ComposeAsync([new DescribedFeatures(features, profile.Description)], cancellationToken).ConfigureAwait(false);
        var text = Enumerable.Repeat(profile.Description is not null, composer.Dimensions - FeatureVector.Dimensions);
        return new Seed(
            profile.Id, vectors[0], [.. FeatureVector.Known(features, profile.Description?.Popularity), .. text], features, profile.Description);
    }
}
