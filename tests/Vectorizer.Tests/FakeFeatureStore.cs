using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>An in-memory feature store.</summary>
internal sealed class FakeFeatureStore : IFeatureStore
{
    private readonly Dictionary<TrackId, TrackProfile> rows = [];

    public void Put(params TestTrack[] tracks)
    {
        foreach (var track in tracks)
            rows[track.Id] = track.Profile;
    }

    public void Replace(IEnumerable<TestTrack> tracks)
    {
        rows.Clear();
        Put([.. tracks]);
    }

    public Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrackProfile>>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])]);
}
