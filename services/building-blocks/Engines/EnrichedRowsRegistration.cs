using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Engines.Enrichment;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Engines;

/// <summary>Registers the copy of what the Web API says.</summary>
public static class EnrichedRowsRegistration
{
    /// <summary>Names the reader in logs and metrics.</summary>
    private const string Reader = "enriched-rows";

    /// <summary>Keeps a copy of enriched tracks and artists while the host runs, from the oldest record on. For services that read <see cref="IEnrichedRows"/>.</summary>
    public static IServiceCollection AddEnrichedRowReaders(this IServiceCollection services) => services
        .AddBroadcast<TrackEnriched, EnrichedTrackReader>(Topics.TrackEnriched, Reader, ReadFrom.Oldest)
        .AddBroadcast<ArtistEnriched, EnrichedArtistReader>(Topics.ArtistEnriched, Reader, ReadFrom.Oldest);
}
