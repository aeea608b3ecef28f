using System.Collections.Concurrent;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>An in-memory index of another process, without search.</summary>
internal sealed class FakeVectorIndex : IVectorIndex, IVectorIndexWriter
{
    public ConcurrentDictionary<TrackId, VectorPoint> Points { get; } = new();

    public int Dimensions => FeatureVector.Dimensions;

    public string IndexName => "memory";

    /// <summary>Thrown by the next write, once.</summary>
    public Exception? NextFault { get; set; }

    /// <summary>Thrown by each refresh.</summary>
    public Exception? RefreshFault { get; set; }

    public Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        if (NextFault is { } failure)
        {
            NextFault = null;
            throw failure;
        }

        foreach (var point in points)
            Points[point.Id] = point;

        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
            Points.TryRemove(id, out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VectorPoint>>([.. ids.Where(Points.ContainsKey).Select(id => Points[id])]);

    public Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<VectorHit>?> SearchTailAsync(VectorQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshFault is { } failure ? throw failure : Task.CompletedTask;

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)Points.Count);
}
