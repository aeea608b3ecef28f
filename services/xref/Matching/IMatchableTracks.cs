using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>The tracks that have an ISRC, kept so that a dump which comes after them finds them.</summary>
internal interface IMatchableTracks
{
    /// <summary>Keeps the tracks that have an ISRC, and forgets the others of the batch.</summary>
    Task PutAsync(IReadOnlyList<TrackIsrc> tracks, CancellationToken cancellationToken);

    /// <summary>The next tracks in the order of their ids.</summary>
    /// <param name="after">Null begins with the first.</param>
    IReadOnlyList<TrackIsrc> ReadAfter(TrackId? after, int limit);
}
