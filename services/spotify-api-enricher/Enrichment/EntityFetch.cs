using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Enrichment;

/// <summary>Fetches artists and tracks by id: 50 at once, or one by one where the application no longer has the batch.</summary>
internal sealed class EntityFetch(Capabilities capabilities, AccessTokens tokens)
{
    /// <summary>Whose token is used: the application's own where it has a secret, else that of an account.</summary>
    /// <exception cref="SpotifyAuthenticationException">There is neither.</exception>
    public string? Caller => tokens.HasApplication ? null : tokens.Accounts() is [var account, ..] ? account : throw new SpotifyAuthenticationException(
        $"Neither {SpotifyCredentials.ClientSecretName} is set nor has an account granted access. Set it, or log in with: platform spotify login");

    public static int RequestsFor(int count, bool isBatch) => isBatch ? (count + ApiCall.BatchSize - 1) / ApiCall.BatchSize : count;

    public bool IsBatch(EntityKind kind) => capabilities.IsAvailable(CapabilityOf(kind));

    /// <param name="fetched">Told the number of ids that are done after each request.</param>
    /// <returns>Ids that the Web API does not know.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(
        JobRun run, EntityKind kind, IReadOnlyList<string> ids, RequestPriority priority, Action<int> fetched, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        for (var done = 0; done < ids.Count; fetched(done))
        {
            if (IsBatch(kind))
            {
                var batch = ids.Skip(done).Take(ApiCall.BatchSize).ToList();
                var (answer, rows) = await run.GetAsync(kind == EntityKind.Artist ? ApiCall.Artists(Caller, batch, priority) : ApiCall.Tracks(Caller, batch, priority), cancellationToken)
                    .ConfigureAwait(false);
                if (answer.IsRefused)
                {
                    await capabilities.RefusedAsync(CapabilityOf(kind), answer, cancellationToken).ConfigureAwait(false);
                    run.Notes.Add($"This application does not have {Capabilities.Describe(CapabilityOf(kind))}.");
                    continue;
                }

                missing.AddRange(rows.Requested.Where(requested => !requested.Found).Select(requested => requested.Id));
                done += batch.Count;
            }
            else
            {
                var id = ids[done];
                var (answer, _) = await run.GetAsync(kind == EntityKind.Artist ? ApiCall.Artist(Caller, id, priority) : ApiCall.Track(Caller, id, priority), cancellationToken)
                    .ConfigureAwait(false);
                if (answer.Status == System.Net.HttpStatusCode.Forbidden)
                    throw new ApiEndpointRefusedException(answer.Call, (int)answer.Status);
                if (answer.IsRefused)
                    missing.Add(id);
                done++;
            }
        }

        return missing;
    }

    private static Capability CapabilityOf(EntityKind kind) => kind == EntityKind.Artist ? Capability.ArtistBatch : Capability.TrackBatch;
}
