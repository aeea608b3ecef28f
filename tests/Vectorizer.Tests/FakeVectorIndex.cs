using System.Collections.Concurrent;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>The points as they were last written.</summary>
internal sealed class FakeVectorIndex : IVectorIndex
{
    public ConcurrentDictionary<TrackId, VectorPoint> Points { get; } = new();

    /// <summary>Completes with the first point that has this MBID.</summary>
    public TaskCompletionSource<VectorPoint> FirstMatched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        foreach (var point in points)
        {
            Points[point.Id] = point;
            if (point.Mbid is not null)
                FirstMatched.TrySetResult(point);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<VectorHit>> SearchAsync(float[] query, int limit, TrackId? except, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)Points.Count);
}
