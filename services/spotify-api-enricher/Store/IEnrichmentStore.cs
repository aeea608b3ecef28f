namespace SpotifyPlatform.SpotifyApiEnricher.Store;

/// <summary>What is to be enriched, and what was.</summary>
internal interface IEnrichmentStore
{
    IReadOnlyList<EnrichmentTarget> ListArtists(ArtistSelection selection);

    /// <summary>Keeps requests; one that is there stays.</summary>
    Task RequestAsync(IReadOnlyCollection<EnrichmentRequest> requests, CancellationToken cancellationToken);

    /// <summary>Requests without an answer, the oldest first. What was not found is asked for again after <see cref="EnrichmentRequest.Recheck"/>.</summary>
    IReadOnlyList<PendingRequest> ListPending(EntityKind kind, int limit);

    /// <summary>Answers requests whose entity is known and enriched, without a request of the Web API.</summary>
    Task<int> SettleAsync(CancellationToken cancellationToken);

    /// <summary>Known artists of a track, to find an artist by the track it is named on.</summary>
    IReadOnlyList<EnrichmentTarget> ArtistsOf(string trackId);

    /// <summary>Names the artist of a request, which is enriched next.</summary>
    Task ResolveAsync(string name, string artistId, CancellationToken cancellationToken);
}

internal enum EntityKind
{
    Artist,
    Track,
}

/// <param name="Name">Null where only the id is known.</param>
internal sealed record EnrichmentTarget(string Id, string? Name);

/// <param name="DiscoveredSince">Only artists that were first seen since then; null for all.</param>
/// <param name="RecheckBefore">Artists without genres that were enriched before are asked for again.</param>
/// <param name="Force">Also those that have enrichment.</param>
internal sealed record ArtistSelection(DateTimeOffset? DiscoveredSince, DateTimeOffset RecheckBefore, bool Force);

/// <param name="Key">A track's id, or an artist's name.</param>
/// <param name="TrackUri">Of a track that an artist's name stands on; null where none is known.</param>
internal sealed record EnrichmentRequest(EntityKind Kind, string Key, string? TrackUri, string RequestedBy)
{
    public static readonly TimeSpan Recheck = TimeSpan.FromDays(90);
}

/// <param name="ArtistId">Of an artist whose name is resolved; null before.</param>
internal sealed record PendingRequest(string Key, string? TrackUri, string? ArtistId);
