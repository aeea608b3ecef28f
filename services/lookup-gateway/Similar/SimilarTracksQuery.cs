using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>A search for tracks that sound like a seed.</summary>
/// <param name="Track">The seed, in any form that <see cref="Lookup.TrackName"/> reads.</param>
public sealed record SimilarTracksQuery(string? Track, int Limit)
{
    public VectorFilter? Filter { get; init; }

    /// <summary>Whether tracks of the seed's artists are excluded.</summary>
    public bool ExcludeSeedArtists { get; init; }

    /// <summary>One for each of the 13 features, 0 or more; null means all 1.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Whether each hit is explained.</summary>
    public bool Explain { get; init; }

    /// <summary>No filter, weights or explanation: precomputed neighbours can answer it.</summary>
    public bool IsPlain => Filter is null && !ExcludeSeedArtists && Weights is null && !Explain;
}
