using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>An in-memory access store.</summary>
internal sealed class FakeAccessStore : IAccessStore
{
    private readonly Dictionary<TrackId, TrackAccess> rows = [];

    /// <summary>Size of each requested page.</summary>
    public List<int> Pages { get; } = [];

    /// <summary>Number of tracks of each call to mark.</summary>
    public List<int> Marked { get; } = [];

    public IEnumerable<TrackId> Promoted => rows.Values.Where(row => row.PromotedAt is not null).Select(row => row.Id).Order();

    public Task AddAsync(AccessBatch batch, CancellationToken cancellationToken)
    {
        foreach (var track in batch.Tracks)
            rows[track.Id] = rows.TryGetValue(track.Id, out var row) ? row with { Count = row.Count + track.Count } : track;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TrackAccess>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrackAccess>>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])]);

    public Task<IReadOnlyList<TrackAccess>> CandidatesAsync(long minAccesses, TrackAccess? after, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<TrackAccess> page = [.. rows.Values
            .Where(row => row.PromotedAt is null && row.Count >= minAccesses)
            .OrderByDescending(row => row.Count).ThenBy(row => row.Id)
            .SkipWhile(row => after is not null && (row.Count > after.Count || (row.Count == after.Count && row.Id <= after.Id)))
            .Take(limit)];
        Pages.Add(page.Count);
        return Task.FromResult(page);
    }

    public Task<IReadOnlyList<TrackId>> PromotedAsync(TrackId? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrackId>>([.. Promoted.Where(id => after is null || id > after).Take(limit)]);

    public Task MarkPromotedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        Marked.Add(ids.Count);
        foreach (var id in ids)
            rows[id] = rows[id] with { PromotedAt = rows[id].PromotedAt ?? DateTimeOffset.UnixEpoch };
        return Task.CompletedTask;
    }
}
