using System.Collections.Concurrent;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>An in-memory vector index without search.</summary>
internal sealed class FakeVectorIndex : IVectorIndex
{
    public ConcurrentDictionary<TrackId, VectorPoint> Points { get; } = new();

    public int Dimensions => FeatureVector.Dimensions;

    /// <summary>Completes with the first point that has an MBID.</summary>
    public TaskCompletionSource<VectorPoint> FirstMatched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Thrown by the next write, once.</summary>
    public Exception? NextFault { get; set; }

    public Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        if (NextFault is { } failure)
        {
            NextFault = null;
            throw failure;
        }

        foreach (var point in points)
        {
            Points[point.Id] = point;
            if (point.Mbid is not null)
                FirstMatched.TrySetResult(point);
        }

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

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)Points.Count);
}
