using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Tests;

/// <summary>What is known of tracks, in memory.</summary>
internal sealed class FakeFeatures : IFeatureStore
{
    private readonly Dictionary<TrackId, TrackProfile> profiles = [];

    public void Put(TrackId id, AudioFeatures? features, TrackDescription? description = null, FeatureProvenance? provenance = null) =>
        profiles[id] = new TrackProfile(id, features, description, null) { Provenance = provenance, CachedAt = features is null ? null : DateTimeOffset.UnixEpoch.AddDays(1) };

    public Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrackProfile>>([.. ids.Distinct().Where(profiles.ContainsKey).Select(id => profiles[id])]);
}
