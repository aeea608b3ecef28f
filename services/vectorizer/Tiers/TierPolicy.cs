using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tiers;

/// <summary>
/// Assigns tracks to tiers by popularity. Vectors of tier A are in table vectors; tracks of tier B are searched beside it when they are promoted, and stay.
/// </summary>
internal sealed class TierPolicy(IOptions<VectorizerOptions> options)
{
    private readonly int minPopularity = options.Value.MinPopularity;

    public bool IsTierA(TrackDescription track) => track.Popularity >= minPopularity;

    public bool IsTierB(TrackDescription track) => track.Popularity >= TierTable.TierBMinPopularity && !IsTierA(track);
}
