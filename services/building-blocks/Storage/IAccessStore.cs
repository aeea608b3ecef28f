using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>How often tracks were asked for, and which were promoted into the vector index for it.</summary>
public interface IAccessStore
{
    /// <summary>Counts a batch. One that is not after its producer's last is a repetition, and changes nothing.</summary>
    Task AddAsync(AccessBatch batch, CancellationToken cancellationToken);

    /// <summary>The known tracks among those asked for, in no order.</summary>
    Task<IReadOnlyList<TrackAccess>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Tracks of at least so many accesses that are not promoted, most accessed first, then in the order of their ids.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    Task<IReadOnlyList<TrackAccess>> CandidatesAsync(long minAccesses, TrackAccess? after, int limit, CancellationToken cancellationToken);

    /// <summary>Promoted tracks in the order of their ids.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    Task<IReadOnlyList<TrackId>> PromotedAsync(TrackId? after, int limit, CancellationToken cancellationToken);

    /// <summary>Marks tracks as promoted now; one that is so already keeps its time.</summary>
    Task MarkPromotedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);
}

/// <summary>Accesses that one producer counted.</summary>
/// <param name="Producer">One life of one process.</param>
/// <param name="Sequence">The batch's place among the producer's, from 1.</param>
public sealed record AccessBatch(Guid Producer, long Sequence, IReadOnlyList<TrackAccess> Tracks);

/// <param name="Count">Times the track was asked for.</param>
/// <param name="LastAccessed">The last time, in whole milliseconds.</param>
public sealed record TrackAccess(TrackId Id, long Count, DateTimeOffset LastAccessed)
{
    /// <summary>When the track was promoted into the vector index; null for one that was not.</summary>
    public DateTimeOffset? PromotedAt { get; init; }
}
