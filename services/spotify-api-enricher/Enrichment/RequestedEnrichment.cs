using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Enrichment;

/// <summary>
/// Enriches what was requested: tracks by id, and artists by name. An artist is found on the track that its name stands on, where one is
/// known, else by search. The queue is the store's, so a kill or a quota that is used up loses nothing.
/// </summary>
internal sealed class RequestedEnrichment(JobRunner runner, EntityFetch fetch, IEnrichmentStore store, BudgetEstimate budget)
{
    public const string Name = "requested_enrichment";

    /// <summary>Requests that one run takes, so that runs are recorded at a bearable length.</summary>
    private const int MaxRequests = 500;

    private const string TrackPrefix = "spotify:track:";

    public bool HasWork => store.ListPending(EntityKind.Track, 1).Count > 0 || store.ListPending(EntityKind.Artist, 1).Count > 0;

    /// <summary>At least how long so many tracks and artists take; each artist may need a search.</summary>
    public TimeSpan TimeFor(int tracks, int artists) =>
        budget.TimeFor(EntityFetch.RequestsFor(tracks, fetch.IsBatch(EntityKind.Track)) + artists, RequestPriority.Requested);

    /// <param name="progress">Told how many requests are answered.</param>
    public async Task<JobResult> RunAsync(IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        await store.SettleAsync(cancellationToken).ConfigureAwait(false);
        var result = await runner.RunAsync(
            Name, "",
            async run =>
            {
                var tracks = store.ListPending(EntityKind.Track, MaxRequests);
                var artists = store.ListPending(EntityKind.Artist, MaxRequests);
                var total = tracks.Count + artists.Count;
                void Report(int done) => progress?.Report((done, total));
                await fetch.RunAsync(run, EntityKind.Track, [.. tracks.Select(track => track.Key)], RequestPriority.Requested, Report, cancellationToken).ConfigureAwait(false);
                await store.SettleAsync(cancellationToken).ConfigureAwait(false);
                await ArtistsAsync(run, artists, done => Report(tracks.Count + done), cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        await store.SettleAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async Task ArtistsAsync(JobRun run, IReadOnlyList<PendingRequest> artists, Action<int> done, CancellationToken cancellationToken)
    {
        var tracks = artists.Where(artist => artist.ArtistId is null).Select(TrackOf).OfType<string>().Distinct().Where(track => store.ArtistsOf(track).Count == 0).ToList();
        await fetch.RunAsync(run, EntityKind.Track, tracks, RequestPriority.Requested, _ => { }, cancellationToken).ConfigureAwait(false);
        var ids = new List<string>();
        for (var i = 0; i < artists.Count; i++)
        {
            var artist = artists[i];
            var id = artist.ArtistId ?? await OnTrackAsync(artist, cancellationToken).ConfigureAwait(false);
            if (id is not null)
                ids.Add(id);
            else
                await run.GetAsync(ApiCall.SearchArtist(fetch.Caller, artist.Key, RequestPriority.Requested), cancellationToken).ConfigureAwait(false);
            done(i + 1);
        }

        await fetch.RunAsync(run, EntityKind.Artist, [.. ids.Distinct()], RequestPriority.Requested, _ => { }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> OnTrackAsync(PendingRequest artist, CancellationToken cancellationToken)
    {
        if (TrackOf(artist) is not { } track)
            return null;
        var found = store.ArtistsOf(track).FirstOrDefault(candidate => string.Equals(candidate.Name, artist.Key, StringComparison.OrdinalIgnoreCase));
        if (found is not null)
            await store.ResolveAsync(artist.Key, found.Id, cancellationToken).ConfigureAwait(false);
        return found?.Id;
    }

    private static string? TrackOf(PendingRequest artist) =>
        artist.TrackUri?.StartsWith(TrackPrefix, StringComparison.Ordinal) == true && artist.TrackUri[TrackPrefix.Length..] is var id && JsonValues.IsId(id) ? id : null;
}
