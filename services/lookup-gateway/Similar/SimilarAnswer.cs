using SpotifyPlatform.LookupGateway.Explanations;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <param name="Hits">Best first.</param>
public sealed record SimilarAnswer(TrackId Id, IReadOnlyList<VectorHit> Hits, AnswerSource Source)
{
    /// <summary>One a hit, in their order; empty where none was asked for.</summary>
    public IReadOnlyList<Explanation> Explanations { get; init; } = [];
}
