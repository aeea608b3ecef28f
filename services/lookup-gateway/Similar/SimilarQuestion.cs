using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>What sounds like a track.</summary>
/// <param name="Track">The seed's name, in any form.</param>
public sealed record SimilarQuestion(string? Track, int Limit)
{
    public VectorFilter? Filter { get; init; }

    /// <summary>Whether the tracks of the seed's own artists are left out.</summary>
    public bool ExcludeSeedArtists { get; init; }

    /// <summary>One for each of the 13 features, at least 0; null for all 1.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Whether each track comes with its explanation.</summary>
    public bool Explain { get; init; }

    /// <summary>Asks for nothing but the nearest.</summary>
    public bool IsPlain => Filter is null && !ExcludeSeedArtists && Weights is null && !Explain;
}
