using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Stores the tracks that have an ISRC, so that later dumps can be matched against them.</summary>
internal interface ITrackIsrcStore
{
    /// <summary>Stores the tracks that have an ISRC and deletes the others of the batch.</summary>
    /// <returns>False when tracks of a newer revision were put before: an older one replaces nothing.</returns>
    Task<bool> PutAsync(IReadOnlyList<TrackIsrc> tracks, FileRevision revision, CancellationToken cancellationToken);

    /// <summary>The next tracks in the order of their ids.</summary>
    /// <param name="after">Null starts with the first track.</param>
    IReadOnlyList<TrackIsrc> ReadAfter(TrackId? after, int limit);
}
