using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

internal sealed class WatchedPairs(IPairStore store) : IPairStore
{
    public int Replacements { get; private set; }

    public Task ReplaceAllAsync(IEnumerable<TrackPair> pairs, CancellationToken cancellationToken)
    {
        Replacements++;
        return store.ReplaceAllAsync(pairs, cancellationToken);
    }

    public Task<IReadOnlyList<TrackPair>> TopAsync(TrackId track, int limit, CancellationToken cancellationToken) =>
        store.TopAsync(track, limit, cancellationToken);

    public Task<TrackPair?> FindAsync(TrackId first, TrackId second, CancellationToken cancellationToken) => store.FindAsync(first, second, cancellationToken);

    public Task ReadAllAsync(Action<TrackPair> visit, CancellationToken cancellationToken) => store.ReadAllAsync(visit, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => store.CountAsync(cancellationToken);
}
