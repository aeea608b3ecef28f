using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>An in-memory access store.</summary>
internal sealed class FakeAccessStore : IAccessStore
{
    private readonly Dictionary<TrackId, TrackAccess> rows = [];
    private readonly Dictionary<(Guid Producer, TrackId Id), long> counted = [];

    /// <summary>Size of each requested page.</summary>
    public List<int> Pages { get; } = [];

    /// <summary>Number of tracks of each call to mark.</summary>
    public List<int> Marked { get; } = [];

    public IEnumerable<TrackId> Promoted => rows.Values.Where(row => row.PromotedAt is not null).Select(row => row.Id).Order();

    public Task MergeAsync(AccessCounts counts, CancellationToken cancellationToken)
    {
        foreach (var track in counts.Tracks)
        {
            var more = Math.Max(0, track.Count - counted.GetValueOrDefault((counts.Producer, track.Id)));
            counted[(counts.Producer, track.Id)] = counted.GetValueOrDefault((counts.Producer, track.Id)) + more;
            rows[track.Id] = rows.TryGetValue(track.Id, out var row) ? row with { Count = row.Count + more } : track;
        }

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
            rows[id] = (rows.GetValueOrDefault(id) ?? new TrackAccess(id, 0, DateTimeOffset.UnixEpoch)) is var row ? row with { PromotedAt = row.PromotedAt ?? DateTimeOffset.UnixEpoch } : row;
        return Task.CompletedTask;
    }
}
