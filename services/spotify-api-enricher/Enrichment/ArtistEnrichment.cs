using Microsoft.Extensions.Options;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher.Enrichment;

/// <summary>Which artists are enriched.</summary>
internal enum ArtistMode
{
    /// <summary>All without enrichment.</summary>
    Backfill,

    /// <summary>Those without enrichment that were first seen in the last 7 days.</summary>
    Incremental,
}

/// <summary>Enriches the artists that the jobs have found, and writes them as <c>{timestamp}_artist_enrichment.jsonl</c>.</summary>
internal sealed class ArtistEnrichment(
    JobRunner runner, EntityFetch fetch, IEnrichmentStore store, ArtistFile file, QuotaRules quota, IOptions<SpotifyApiEnricherOptions> options, TimeProvider time)
{
    public const string Name = "artist_enrichment";

    /// <summary>Ids of missing artists that a run names.</summary>
    private const int ShownMissing = 10;

    private static readonly TimeSpan New = TimeSpan.FromDays(7);

    /// <summary>What a run would do, without a request.</summary>
    /// <param name="force">Also artists that have enrichment.</param>
    public EnrichmentPlan Plan(ArtistMode mode, bool force)
    {
        var now = time.GetUtcNow();
        var artists = store.ListArtists(new ArtistSelection(mode == ArtistMode.Incremental ? now - New : null, now - options.Value.GenreRecheck, force));
        var requests = EntityFetch.RequestsFor(artists.Count, fetch.IsBatch(EntityKind.Artist));
        return new EnrichmentPlan(artists, requests, TimeFor(requests));
    }

    /// <param name="outputFolder">Where the file is written; null for none, and the artists come with the next file.</param>
    /// <param name="progress">Told how many artists are done.</param>
    public async Task<ArtistEnrichmentResult> RunAsync(
        ArtistMode mode, bool force, string? outputFolder, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        var plan = Plan(mode, force);
        var result = await runner.RunAsync(
            Name, "",
            async run =>
            {
                if (plan.Artists.Count == 0)
                    run.Notes.Add("No artists to enrich: all known artists have enrichment. Refresh all of them with --mode backfill --force.");
                var missing = await fetch.RunAsync(
                    run, EntityKind.Artist, [.. plan.Artists.Select(artist => artist.Id)], mode == ArtistMode.Backfill ? RequestPriority.Backfill : RequestPriority.Requested,
                    done => progress?.Report((done, plan.Artists.Count)), cancellationToken).ConfigureAwait(false);
                if (missing.Count > 0)
                    run.Notes.Add($"Could not enrich {missing.Count} artists, which Spotify does not know (any more): {string.Join(", ", missing.Take(ShownMissing))}{(missing.Count > ShownMissing ? ", ..." : "")}.");
            },
            cancellationToken).ConfigureAwait(false);
        await store.SettleAsync(cancellationToken).ConfigureAwait(false);
        // Also after a run that was deferred: what it fetched is not held back.
        var written = outputFolder is null ? null : await file.WriteAsync(outputFolder, cancellationToken).ConfigureAwait(false);
        return new ArtistEnrichmentResult(result, written);
    }

    /// <summary>How long a backfill of so many requests takes under the budget.</summary>
    private TimeSpan TimeFor(int requests)
    {
        var daily = quota.DayLimit(RequestPriority.Backfill);
        return requests <= daily
            ? TimeSpan.FromMinutes((double)requests / quota.PerMinute)
            : TimeSpan.FromDays((requests - 1) / daily) + TimeSpan.FromMinutes((double)(((requests - 1) % daily) + 1) / quota.PerMinute);
    }
}

/// <param name="Requests">Requests of the Web API, with what is known of the application.</param>
/// <param name="Duration">At least, under the budget of requests.</param>
internal sealed record EnrichmentPlan(IReadOnlyList<EnrichmentTarget> Artists, int Requests, TimeSpan Duration);

/// <param name="File">The file that was written; null where there was nothing to write.</param>
internal sealed record ArtistEnrichmentResult(JobResult Run, ArtistFileResult? File);
