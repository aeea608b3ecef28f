using SpotifyPlatform.Lake.Candidates;

namespace SpotifyPlatform.Lake.Fetch;

/// <summary>
/// Fetches artists from the Web API into a file that is ingested. Faults that may pass are those of <c>TransientFaultException.IsTransient</c>.
/// A failed request is no fact about an artist: it is not written.
/// </summary>
public interface IArtistFetch
{
    /// <summary>
    /// Writes <c>{timestamp}_artist_enrichment.jsonl</c> into a folder, whole or not at all, with the columns of
    /// <c>Ingest/Configs/artist_enrichment.json</c>; the timestamp is UTC, as <c>yyyyMMddTHHmmssfff</c>. No file when no artist was found.
    /// </summary>
    /// <exception cref="AuthenticationFailedException">The credentials were refused, or are missing.</exception>
    /// <exception cref="RateLimitedException">Spotify asks to wait. What was fetched until then is in a file; the next call goes on.</exception>
    /// <exception cref="EndpointRefusedException">The application may not ask for artists.</exception>
    Task<FetchedArtists> FetchAsync(FetchRequest request, string folder, IProgress<FetchProgress>? progress, CancellationToken cancellationToken);

    /// <summary>How long fetching takes under what is left of the budget. Calls nothing.</summary>
    Task<TimeSpan> EstimateAsync(FetchRequest request, CancellationToken cancellationToken);
}

/// <param name="Mode">A backfill leaves a share of the budget to what is more urgent.</param>
/// <param name="Force">Ask again about artists whose metadata the client has already.</param>
public sealed record FetchRequest(IReadOnlyList<ArtistToEnrich> Artists, EnrichmentMode Mode, bool Force);

/// <param name="File">The file that was written; null where no artist was found.</param>
/// <param name="Count">Artists in the file: also others that were fetched since the file before.</param>
/// <param name="NotEnriched">Ids, or names where no id is known, that Spotify does not know any more.</param>
public sealed record FetchedArtists(string? File, int Count, IReadOnlyList<string> NotEnriched);

public readonly record struct FetchProgress(int Done, int Total);
