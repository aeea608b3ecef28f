using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Tests.Admission;

/// <summary>Searches block their thread until they are released, as a long scan would.</summary>
internal sealed class BlockingIndex : IVectorIndex, IDisposable
{
    private readonly ManualResetEventSlim released = new();
    private readonly SemaphoreSlim entered = new(0);
    private int running;
    private int most;

    public int Dimensions => FeatureVector.Dimensions;

    /// <summary>The most searches that ran at a time.</summary>
    public int Most => Volatile.Read(ref most);

    /// <summary>Thrown by reads where it is set.</summary>
    public Exception? Failure { get; init; }

    public Task EnteredAsync() => entered.WaitAsync();

    public void Release() => released.Set();

    public Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref running);
        InterlockedMax(now);
        entered.Release();
        released.Wait(CancellationToken.None);
        Interlocked.Decrement(ref running);
        return Task.FromResult<IReadOnlyList<IReadOnlyList<VectorHit>>>([.. queries.Select(_ => (IReadOnlyList<VectorHit>)[])]);
    }

    public Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Failure is null ? Task.FromResult<IReadOnlyList<VectorPoint>>([]) : Task.FromException<IReadOnlyList<VectorPoint>>(Failure);

    public Task<IReadOnlyList<VectorHit>?> SearchTailAsync(VectorQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<VectorHit>?>(null);

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    public void Dispose()
    {
        released.Set();
        entered.Dispose();
    }

    private void InterlockedMax(int value)
    {
        int seen;
        while ((seen = Most) < value)
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
