using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Vectors.V1;
using SpotifyPlatform.Engines.Promotions;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Engines;

/// <summary>Registers the copy of the promoted tracks.</summary>
public static class PromotedTracksRegistration
{
    /// <summary>Names the reader in logs and metrics.</summary>
    private const string Reader = "promoted-tracks";

    /// <summary>Keeps a copy of the promoted tracks while the host runs. For services that search the vector index.</summary>
    public static IServiceCollection AddPromotedTrackReader(this IServiceCollection services) =>
        services.AddBroadcast<TrackPromoted, PromotedTrackReader>(Topics.TrackPromoted, Reader, ReadFrom.Oldest);
}
