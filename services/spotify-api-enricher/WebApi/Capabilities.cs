using Microsoft.Extensions.Options;

namespace SpotifyPlatform.SpotifyApiEnricher.WebApi;

/// <summary>
/// What this application may still ask for. Applications in development mode lost endpoints in 2026; a refusal is remembered over restarts
/// and tried again after <see cref="SpotifyApiEnricherOptions.CapabilityLifetime"/>.
/// </summary>
internal sealed class Capabilities(ICapabilityStore store, IOptions<SpotifyApiEnricherOptions> options, TimeProvider time)
{
    public bool IsAvailable(Capability capability) =>
        store.List().FirstOrDefault(known => known.Capability == capability) is not { } refused || time.GetUtcNow() - refused.RefusedAt >= options.Value.CapabilityLifetime;

    public Task RefusedAsync(Capability capability, ApiAnswer answer, CancellationToken cancellationToken) =>
        store.RefusedAsync(new RefusedCapability(capability, (int)answer.Status, answer.FetchedAt), cancellationToken);

    public IReadOnlyList<RefusedCapability> Refused() => [.. store.List().Where(known => !IsAvailable(known.Capability))];

    public Task ForgetAsync(CancellationToken cancellationToken) => store.ForgetAsync(cancellationToken);

    /// <summary>What is missing, and what is done without it.</summary>
    public static string Describe(Capability capability) => capability switch
    {
        Capability.ArtistBatch => "GET /artists?ids (50 artists at once): artists are asked for one by one",
        Capability.TrackBatch => "GET /tracks?ids (50 tracks at once): tracks are asked for one by one",
        Capability.UserProfile => "GET /users/{id}: of other users only what playlists say of their owners is known",
        Capability.FollowedUsers => "GET /me/following?type=user: users that are followed are not known",
        _ => "GET /playlists/{id}/items: the older path /tracks is used",
    };
}

/// <summary>Names are stored.</summary>
internal enum Capability
{
    ArtistBatch,
    TrackBatch,
    UserProfile,
    FollowedUsers,
    PlaylistItems,
}

internal sealed record RefusedCapability(Capability Capability, int Status, DateTimeOffset RefusedAt);

/// <summary>Refusals that are remembered.</summary>
internal interface ICapabilityStore
{
    IReadOnlyList<RefusedCapability> List();

    Task RefusedAsync(RefusedCapability refused, CancellationToken cancellationToken);

    Task ForgetAsync(CancellationToken cancellationToken);
}
