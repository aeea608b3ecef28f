namespace SpotifyPlatform.SpotifyApiEnricher.Store;

/// <summary>What is stored and not yet published or written to a file. Rows leave after publishing, so a kill publishes them again.</summary>
internal interface IOutbox
{
    IReadOnlyList<UnpublishedPlay> ListPlays(int limit);

    IReadOnlyList<EnrichedArtist> ListArtists(int limit);

    IReadOnlyList<EnrichedTrack> ListTracks(int limit);

    /// <summary>Enriched artists that no file has.</summary>
    IReadOnlyList<EnrichedArtist> ListUnwritten();

    /// <summary>Puts artists that are enriched into the next file again.</summary>
    Task WriteAgainAsync(IReadOnlyCollection<string> artists, CancellationToken cancellationToken);

    /// <param name="list">Which of the lists.</param>
    /// <param name="items">Key and revision, as listed: a row that changed since stays.</param>
    Task RemoveAsync(OutboxList list, IReadOnlyCollection<(string Key, string Revision)> items, CancellationToken cancellationToken);
}

internal enum OutboxList
{
    Plays,
    Artists,
    Tracks,
    ArtistFile,
}

/// <param name="Key">The row in <c>play_history</c>.</param>
internal sealed record UnpublishedPlay(
    string Key, string Account, long PlayedAtMs, string TrackUri, string? TrackName, string? ArtistName, string? AlbumName, long DurationMs, string? ContextType, string? ContextUri);

/// <param name="Names">Names by which it was asked for, besides its own.</param>
/// <param name="ImagesJson">Array of <c>{url,width,height}</c>.</param>
/// <param name="EnrichedAt">When the Web API answered, ISO 8601.</param>
internal sealed record EnrichedArtist(
    string Id, string? Name, IReadOnlyList<string> Genres, long? Popularity, long? Followers, string ImagesJson, string EnrichedAt, IReadOnlyList<string> Names);

internal sealed record EnrichedTrack(
    string Id, string? Name, string? AlbumId, string? AlbumName, string? ReleaseDate, long? DurationMs, long? Popularity, bool? Explicit, string? Isrc,
    IReadOnlyList<EnrichmentTarget> Artists, string EnrichedAt);
