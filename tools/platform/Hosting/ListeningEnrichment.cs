using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Store;
using SpotifyPlatform.SpotifyApiEnricher.Consumers;
using SpotifyPlatform.SpotifyApiEnricher.Enrichment;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>Asks the Web API about what an account played, and publishes its tables with the answers.</summary>
internal sealed class ListeningEnrichment(IServiceProvider services, AccountName account)
{
    private const string TrackPrefix = "spotify:track:";

    private readonly RequestedEnrichment enrichment = services.GetRequiredService<RequestedEnrichment>();

    /// <summary>What would be asked for, without a request.</summary>
    /// <exception cref="ListeningHistory.Insights.NoPlaysPublishedException">The account has no plays.</exception>
    public (int Tracks, int Artists, TimeSpan Duration) Plan()
    {
        var (tracks, artists) = Missing();
        return (tracks.Count, artists.Count, enrichment.TimeFor(tracks.Count, artists.Count));
    }

    /// <summary>Requests what is missing and works on the queue until it is empty, or nothing can be asked for now. What was answered is published in any case.</summary>
    /// <param name="progress">Told how many requests of the queue are answered.</param>
    /// <returns>The last run; null where nothing had to be asked for.</returns>
    public async Task<JobResult?> RunAsync(IProgress<(int Done, int Total)> progress, CancellationToken stop)
    {
        var (tracks, artists) = Missing();
        var requester = $"listening-history/{account}";
        await services.GetRequiredService<IEnrichmentStore>().RequestAsync(
            [
                .. tracks.Select(uri => new EnrichmentRequest(EntityKind.Track, uri[TrackPrefix.Length..], null, requester)),
                .. artists.Select(artist => new EnrichmentRequest(EntityKind.Artist, artist.Name, artist.TrackUri, requester)),
            ],
            stop);
        JobResult? result = null;
        while (enrichment.HasWork)
        {
            result = await enrichment.RunAsync(progress, stop);
            if (result is not { Outcome: RunOutcomeKind.Done, Requests: > 0 })
                break;
        }

        await KeepAsync(stop);
        await services.GetRequiredService<PlaysPublisher>().PublishAsync(services.GetRequiredService<IListeningStores>().Open(account), rebuild: true, stop);
        return result;
    }

    public IReadOnlyList<CoveredColumn> Coverage()
    {
        using var snapshot = services.GetRequiredService<IPublishedTables>().OpenTables(account);
        return MetadataCoverage.Read(snapshot);
    }

    private (IReadOnlyList<string> Tracks, IReadOnlyList<NewArtist> Artists) Missing()
    {
        using var snapshot = services.GetRequiredService<IPublishedTables>().OpenTables(account);
        return MetadataCoverage.Missing(snapshot);
    }

    /// <summary>Answers that the bus does not have yet; it gets them from a running platform, and a repeated row changes nothing.</summary>
    private async Task KeepAsync(CancellationToken stop)
    {
        var (outbox, rows) = (services.GetRequiredService<IOutbox>(), services.GetRequiredService<IEnrichedRows>());
        await rows.SaveAsync([.. outbox.ListTracks(int.MaxValue).Select(EnrichedMessages.Of)], stop);
        await rows.SaveAsync([.. outbox.ListArtists(int.MaxValue).Select(EnrichedMessages.Of)], stop);
    }
}
