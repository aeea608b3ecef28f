using SpotifyPlatform.LookupGateway.Explanations;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <param name="Hits">Best first.</param>
public sealed record SimilarTracksResult(TrackId Id, IReadOnlyList<VectorHit> Hits, ResultSource Source)
{
    /// <summary>One for each hit, in the same order; empty unless requested.</summary>
    public IReadOnlyList<Explanation> Explanations { get; init; } = [];
}
