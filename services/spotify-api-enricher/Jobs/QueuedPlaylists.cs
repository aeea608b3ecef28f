using Microsoft.Extensions.Options;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher.Jobs;

/// <summary>Whether plays came from playlists that are to be read.</summary>
internal sealed class QueuedPlaylists(IAccountRows accounts, IOptions<SpotifyApiEnricherOptions> options, TimeProvider time)
{
    public bool Any() => accounts.HasQueuedPlaylists(time.GetUtcNow() - options.Value.PlaylistRefresh);
}
