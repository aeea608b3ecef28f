using System.Globalization;
using SpotifyPlatform.Lake.Candidates;

namespace SpotifyPlatform.Lake.Fetch;

/// <summary>Finds the artists that need enrichment and has them fetched.</summary>
/// <param name="fetches">One at most: the client of the Web API is another service's.</param>
internal sealed class EnrichmentFetch(ArtistCandidates candidates, IEnumerable<IArtistFetch> fetches)
{
    private const int Shown = 10;

    private readonly IArtistFetch? fetch = fetches.SingleOrDefault();

    /// <summary>What a run would fetch. Calls nothing.</summary>
    public async Task<FetchPlan> PlanAsync(EnrichmentMode mode, bool force, LakeTarget target, CancellationToken cancellationToken)
    {
        var artists = await candidates.ListAsync(mode, force, target, cancellationToken).ConfigureAwait(false);
        TimeSpan? estimate = fetch is null || artists.Count == 0
            ? null
            : await fetch.EstimateAsync(new FetchRequest(artists, mode, force), cancellationToken).ConfigureAwait(false);
        return new FetchPlan(artists.Count, [.. artists.Take(Shown)], estimate);
    }

    /// <returns>Null when no artist needs enrichment.</returns>
    /// <exception cref="InvalidOperationException">This program has no client of the Web API.</exception>
    public async Task<FetchedArtists?> RunAsync(
        EnrichmentMode mode, bool force, LakeTarget target, string folder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var artists = await candidates.ListAsync(mode, force, target, cancellationToken).ConfigureAwait(false);
        if (artists.Count == 0)
            return null;
        if (fetch is null)
            throw new InvalidOperationException("This program has no client of the Web API: no service registers IArtistFetch.");
        Directory.CreateDirectory(folder);
        return await fetch.FetchAsync(new FetchRequest(artists, mode, force), folder, progress is null ? null : new TextProgress(progress), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Why there is nothing to enrich, with what to do.</summary>
    public async Task<string> ExplainNothingAsync(EnrichmentMode mode, LakeTarget target, CancellationToken cancellationToken)
    {
        var (enrichments, artists) = await candidates.CountAsync(target, cancellationToken).ConfigureAwait(false);
        var counts = string.Create(CultureInfo.InvariantCulture, $"{target.Table("hub_music__svc_dim_artists")} has {artists:N0} artists, lake_spotify__normalized_artist_enrichment {enrichments:N0} rows.");
        return artists == 0
            ? $"No artists to enrich: {counts} Write a snapshot of the listening history, ingest it and run the models: platform enrichment listening, ingest, platform models run."
            : mode == EnrichmentMode.Incremental
                ? $"No artists to enrich: none was discovered in the last 7 days. {counts} --mode backfill enriches those that were discovered earlier."
                : $"No artists to enrich: all have enrichment data. {counts} --mode backfill --force fetches them again.";
    }

    /// <summary>Synchronous, so that reports stay in order.</summary>
    private sealed class TextProgress(IProgress<string> progress) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => progress.Report(string.Create(CultureInfo.InvariantCulture, $"{value.Done:N0} of {value.Total:N0} artists fetched"));
    }
}

/// <param name="First">The first 10.</param>
/// <param name="Estimate">How long fetching takes; null where nothing is fetched, or this program has no client of the Web API.</param>
internal sealed record FetchPlan(int Count, IReadOnlyList<ArtistToEnrich> First, TimeSpan? Estimate);
