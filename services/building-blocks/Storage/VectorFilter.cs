using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Conditions on the found points; all given conditions must hold.</summary>
public sealed record VectorFilter
{
    /// <summary>0 to 100, inclusive.</summary>
    public int? MinPopularity { get; init; }

    /// <summary>0 to 100, inclusive.</summary>
    public int? MaxPopularity { get; init; }

    /// <summary>Inclusive; a track without a year does not match.</summary>
    public int? MinYear { get; init; }

    /// <inheritdoc cref="MinYear"/>
    public int? MaxYear { get; init; }

    /// <summary>The track has at least one of these genres, compared ordinally; empty for no condition.</summary>
    public IReadOnlyList<string> AnyGenre { get; init; } = [];

    public bool? Explicit { get; init; }

    public bool? HasMbid { get; init; }

    /// <summary>Tracks of these artists do not match.</summary>
    public IReadOnlyList<ArtistId> ExcludeArtists { get; init; } = [];

    /// <summary>Whether a track meets all conditions.</summary>
    public bool Passes(TrackDescription track, bool hasMbid) =>
        !(track.Popularity < MinPopularity || track.Popularity > MaxPopularity)
        && ((MinYear is null && MaxYear is null) || (track.Year is { } year && !(year < MinYear || year > MaxYear)))
        && (AnyGenre.Count == 0 || track.Genres.Any(genre => AnyGenre.Contains(genre, StringComparer.Ordinal)))
        && (Explicit is null || Explicit == track.Explicit)
        && (HasMbid is null || HasMbid == hasMbid)
        && !track.ArtistIds.Any(ExcludeArtists.Contains);
}
