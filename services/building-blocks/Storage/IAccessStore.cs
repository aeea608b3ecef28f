using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Access counts of tracks, and which tracks were promoted into the vector index.</summary>
public interface IAccessStore
{
    /// <summary>
    /// Takes counts of a producer. Each is cumulative, so the highest of a producer and track is kept: repetition and order do not matter.
    /// What is read of a track is the sum over its producers, and its latest time.
    /// </summary>
    Task MergeAsync(AccessCounts counts, CancellationToken cancellationToken);

    /// <summary>The known tracks among the given ids, unordered.</summary>
    Task<IReadOnlyList<TrackAccess>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Tracks with at least that many accesses that are not promoted, most accessed first, then by id.</summary>
    /// <param name="after">The last item of the previous page; null for the first page.</param>
    Task<IReadOnlyList<TrackAccess>> CandidatesAsync(long minAccesses, TrackAccess? after, int limit, CancellationToken cancellationToken);

    /// <summary>Promoted tracks, by id.</summary>
    /// <param name="after">The last item of the previous page; null for the first page.</param>
    Task<IReadOnlyList<TrackId>> PromotedAsync(TrackId? after, int limit, CancellationToken cancellationToken);

    /// <summary>Marks tracks as promoted now, whether they were accessed or not; already promoted tracks keep their time.</summary>
    Task MarkPromotedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);
}

/// <summary>Accesses counted by one producer.</summary>
/// <param name="Producer">Identifies one life of one process, or a part of it.</param>
/// <param name="Tracks">Counts since the producer's life began; each track once.</param>
public sealed record AccessCounts(Guid Producer, IReadOnlyList<TrackAccess> Tracks);

/// <param name="Count">Number of accesses.</param>
/// <param name="LastAccessed">Time of the last access, in whole milliseconds.</param>
public sealed record TrackAccess(TrackId Id, long Count, DateTimeOffset LastAccessed)
{
    /// <summary>When the track was promoted into the vector index; null if it was not.</summary>
    public DateTimeOffset? PromotedAt { get; init; }
}
