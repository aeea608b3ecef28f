using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>The data set's artists, read only.</summary>
public interface IArtistCatalog
{
    /// <summary>Null where the data set does not have the artist.</summary>
    /// <exception cref="TableNotBuiltException">There is no table of artists yet.</exception>
    ValueTask<ArtistDescription?> FindAsync(ArtistId id, CancellationToken cancellationToken);
}

/// <param name="Genres">Distinct, in ordinal order.</param>
/// <param name="Popularity">0 to 100, or null.</param>
/// <param name="Followers">Null where it is unknown.</param>
public sealed record ArtistDescription(string Name, IReadOnlyList<string> Genres, int? Popularity, long? Followers);
