using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Stores the tracks that have an ISRC, so that later dumps can be matched against them.</summary>
internal interface ITrackIsrcStore
{
    /// <summary>Stores the tracks that have an ISRC and deletes the others of the batch.</summary>
    Task PutAsync(IReadOnlyList<TrackIsrc> tracks, CancellationToken cancellationToken);

    /// <summary>The next tracks in the order of their ids.</summary>
    /// <param name="after">Null starts with the first track.</param>
    IReadOnlyList<TrackIsrc> ReadAfter(TrackId? after, int limit);
}
