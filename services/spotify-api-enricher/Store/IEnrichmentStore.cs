using SpotifyPlatform.Lake.Candidates;

namespace SpotifyPlatform.SpotifyApiEnricher.Store;

/// <summary>What is to be enriched, and what was.</summary>
internal interface IEnrichmentStore
{
    /// <summary>What is known of artists, in their order; an id is found for a name that was resolved, or that one artist alone has.</summary>
    IReadOnlyList<KnownArtist> FindArtists(IReadOnlyList<ArtistToEnrich> artists);

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

/// <param name="Id">Null where only the name is known.</param>
/// <param name="EnrichedAt">When the Web API answered; null before.</param>
/// <param name="IsMissing">Spotify did not know it within the last <see cref="EnrichmentRequest.Recheck"/>.</param>
internal sealed record KnownArtist(string? Id, string Name, DateTimeOffset? EnrichedAt, bool HasGenres, bool IsMissing);

/// <param name="Key">A track's id, or an artist's name.</param>
/// <param name="TrackUri">Of a track that an artist's name stands on; null where none is known.</param>
internal sealed record EnrichmentRequest(EntityKind Kind, string Key, string? TrackUri, string RequestedBy)
{
    public static readonly TimeSpan Recheck = TimeSpan.FromDays(90);
}

/// <param name="ArtistId">Of an artist whose name is resolved; null before.</param>
internal sealed record PendingRequest(string Key, string? TrackUri, string? ArtistId);
