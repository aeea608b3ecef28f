using Microsoft.Extensions.Options;
using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Enrichment;

/// <summary>
/// Enriches artists by id, or by name where none is known, and writes them as <c>{timestamp}_artist_enrichment.jsonl</c>. Artists that the store
/// has enriched before are written without a request.
/// </summary>
internal sealed class ArtistEnrichment(
    JobRunner runner, EntityFetch fetch, IEnrichmentStore store, IOutbox outbox, ArtistFile file, BudgetEstimate budget,
    IOptions<SpotifyApiEnricherOptions> options, TimeProvider time)
{
    public const string Name = "artist_enrichment";

    /// <summary>Missing artists that the record of a run names.</summary>
    private const int ShownMissing = 10;

    /// <summary>What a run would do, without a request.</summary>
    public EnrichmentPlan Plan(FetchRequest wanted)
    {
        var recheck = time.GetUtcNow() - options.Value.GenreRecheck;
        var (ids, names, known, missing) = (new List<KnownArtist>(), new List<string>(), new List<string>(), new List<string>());
        foreach (var artist in store.FindArtists(wanted.Artists))
        {
            if (artist.IsMissing && !wanted.Force)
                missing.Add(artist.Id ?? artist.Name);
            else if (artist.Id is not { } id)
                names.Add(artist.Name);
            else if (wanted.Force || artist.EnrichedAt is not { } at || (!artist.HasGenres && at < recheck))
                ids.Add(artist);
            else
                known.Add(id);
        }

        // The longest ago first, so that a forced run that was deferred goes on instead of beginning anew.
        var inOrder = ids.OrderBy(artist => artist.EnrichedAt ?? DateTimeOffset.MinValue).Select(artist => artist.Id!).Distinct().ToList();
        var requests = EntityFetch.RequestsFor(inOrder.Count, fetch.IsBatch(EntityKind.Artist)) + names.Count;
        return new EnrichmentPlan(inOrder, names, known, missing, requests, budget.TimeFor(requests, PriorityOf(wanted.Mode)));
    }

    /// <param name="progress">Told how many artists are done, of those that are asked for.</param>
    public async Task<ArtistEnrichmentResult> RunAsync(FetchRequest wanted, string outputFolder, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var plan = Plan(wanted);
        await outbox.WriteAgainAsync(plan.Known, cancellationToken).ConfigureAwait(false);
        var missing = new List<string>(plan.Missing);
        var result = await runner.RunAsync(
            Name, "",
            async run =>
            {
                var total = plan.Ids.Count + plan.Names.Count;
                missing.AddRange(await fetch.RunAsync(
                    run, EntityKind.Artist, plan.Ids, PriorityOf(wanted.Mode), done => progress?.Report(new FetchProgress(done, total)), cancellationToken).ConfigureAwait(false));
                for (var i = 0; i < plan.Names.Count; i++)
                {
                    var call = ApiCall.SearchArtist(fetch.Caller, plan.Names[i], PriorityOf(wanted.Mode));
                    if ((await run.RequireAsync(call, cancellationToken).ConfigureAwait(false)).SearchedArtist is null)
                        missing.Add(plan.Names[i]);
                    progress?.Report(new FetchProgress(plan.Ids.Count + i + 1, total));
                }

                if (missing.Count > 0)
                    run.Notes.Add($"Could not enrich {missing.Count} artists, which Spotify does not know (any more): {string.Join(", ", missing.Take(ShownMissing))}{(missing.Count > ShownMissing ? ", ..." : "")}.");
            },
            cancellationToken).ConfigureAwait(false);
        await store.SettleAsync(cancellationToken).ConfigureAwait(false);
        // Also after a run that was deferred or failed: what it fetched is not held back.
        return new ArtistEnrichmentResult(result, await file.WriteAsync(outputFolder, cancellationToken).ConfigureAwait(false), missing);
    }

    private static RequestPriority PriorityOf(EnrichmentMode mode) => mode == EnrichmentMode.Backfill ? RequestPriority.Backfill : RequestPriority.Requested;
}

/// <param name="Ids">Artists that are asked for by id.</param>
/// <param name="Names">Artists that are searched, because no id is known.</param>
/// <param name="Known">Ids of artists that the store has enriched.</param>
/// <param name="Missing">Ids or names that Spotify did not know when they were asked for lately.</param>
/// <param name="Requests">Requests of the Web API, with what is known of the application.</param>
/// <param name="Duration">At least, under the budget of requests.</param>
internal sealed record EnrichmentPlan(
    IReadOnlyList<string> Ids, IReadOnlyList<string> Names, IReadOnlyList<string> Known, IReadOnlyList<string> Missing, int Requests, TimeSpan Duration);

/// <param name="File">The file that was written; null where there was nothing to write.</param>
/// <param name="Missing">Ids or names that Spotify does not know.</param>
internal sealed record ArtistEnrichmentResult(JobResult Run, ArtistFileResult? File, IReadOnlyList<string> Missing);
