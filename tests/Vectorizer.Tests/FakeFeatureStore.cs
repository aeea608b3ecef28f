using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>An in-memory feature store. A read can be delayed after it has read the rows, as by a slow store.</summary>
internal sealed class FakeFeatureStore : IFeatureStore
{
    private readonly Dictionary<TrackId, TrackProfile> rows = [];
    private TaskCompletionSource? held;

    /// <summary>Holds the next read until the returned source is completed.</summary>
    public TaskCompletionSource HoldNextRead() => held = new TaskCompletionSource();

    public Task<bool> PutFeaturesAsync(IReadOnlyList<TrackFeatures> rows, FileRevision? revision, CancellationToken cancellationToken) =>
        Put(rows, row => row.Id, (profile, row) => profile with { Features = row.Features, Provenance = row.Provenance });

    public Task<bool> PutDescriptionsAsync(IReadOnlyList<TrackDescription> rows, FileRevision? revision, CancellationToken cancellationToken) =>
        Put(rows, row => row.Id, (profile, row) => profile with { Description = row });

    public Task PutMbidsAsync(IReadOnlyList<TrackMbid> rows, CancellationToken cancellationToken) =>
        Put(rows, row => row.Id, (profile, row) => profile with { Mbid = row.Mbid });

    public async Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        List<TrackProfile> found = [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
        if (Interlocked.Exchange(ref held, null) is { } hold)
            await hold.Task;
        return found;
    }

    public Task<long> CountFeaturesAsync(CancellationToken cancellationToken) => Task.FromResult((long)rows.Values.Count(row => row.Features is not null));

    private Task<bool> Put<T>(IReadOnlyList<T> puts, Func<T, TrackId> id, Func<TrackProfile, T, TrackProfile> with)
    {
        foreach (var put in puts)
            rows[id(put)] = with(rows.GetValueOrDefault(id(put)) ?? new TrackProfile(id(put), null, null, null), put);
        return Task.FromResult(true);
    }
}
