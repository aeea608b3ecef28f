using Microsoft.Extensions.Options;
using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>Everything of the Web API in one file, so that an answer, its rows and the cursor are one transaction.</summary>
internal sealed class SqliteSpotifyStore(string path, IOptions<SpotifyApiEnricherOptions> options, TimeProvider time)
    : IQuotaStore, IGrantStore, ICapabilityStore, IIngestStore, IAccountRows, IFeatureGaps, IEnrichmentStore, IOutbox, IDisposable
{
    public static readonly SqliteSchema Schema = ApiSchema.Schema;

    private readonly SqliteDatabase database = new(path, Schema, shrinks: true);
    private readonly AnswerRows answers = new(options.Value.BrandOwners.ToHashSet(StringComparer.Ordinal));

    private string Now => StoredTime.Text(time.GetUtcNow());

    public Task<Reservation> ReserveAsync(QuotaRules rules, RequestPriority priority, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => QuotaRows.Reserve(connection, rules, priority, now), cancellationToken);

    public Task<DateTimeOffset> DeferAsync(string developerAccount, QuotaKind reason, TimeSpan? delay, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => QuotaRows.Defer(connection, developerAccount, reason, delay, now), cancellationToken);

    public Task AnsweredAsync(string developerAccount, CancellationToken cancellationToken) =>
        database.Read(connection => QuotaRows.HasRefusals(connection, developerAccount))
            ? database.WriteAsync(connection => QuotaRows.Answered(connection, developerAccount), cancellationToken)
            : Task.CompletedTask;

    public QuotaState Read(QuotaRules rules, DateTimeOffset now) => database.Read(connection => QuotaRows.Read(connection, rules, now));

    public Grant? Find(string account) => ((IGrantStore)this).List().FirstOrDefault(grant => grant.Account == account);

    IReadOnlyList<Grant> IGrantStore.List() => database.Read(GrantRows.List);

    public Task SaveAsync(Grant grant, CancellationToken cancellationToken) => database.WriteAsync(connection => GrantRows.Save(connection, grant), cancellationToken);

    IReadOnlyList<RefusedCapability> ICapabilityStore.List() => database.Read(GrantRows.ListRefused);

    public Task RefusedAsync(RefusedCapability refused, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => GrantRows.SaveRefused(connection, refused), cancellationToken);

    public Task ForgetAsync(CancellationToken cancellationToken) => database.WriteAsync(connection => connection.Execute("DELETE FROM refused_capability"), cancellationToken);

    public Task<StartedRun> BeginAsync(string job, string account, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => RunRows.Begin(connection, job, account, Now), cancellationToken);

    public Task<AppliedCounts> ApplyAsync(StartedRun run, ApiAnswer answer, MappedAnswer mapped, CancellationToken cancellationToken)
    {
        var stored = new StoredAnswer(answer.Call.Account ?? "", answer.Call.Kind, answer.Call.Subject, answer.Status, StoredTime.Text(answer.FetchedAt));
        return database.WriteAsync(
            connection =>
            {
                RawRows.Insert(connection, run.Id, stored, answer.Body);
                var counts = answers.Apply(connection, stored, mapped);
                RunRows.Add(connection, run, mapped, counts);
                return counts;
            },
            cancellationToken);
    }

    public Task EndAsync(StartedRun run, RunOutcomeKind outcome, string detail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                RunRows.End(connection, run, outcome, detail, Now);
                if (options.Value.RawLifetime is { } lifetime)
                    RawRows.Prune(connection, StoredTime.Text(time.GetUtcNow() - lifetime));
            },
            cancellationToken);

    public IReadOnlyList<IngestRun> ListRuns(int limit) => database.Read(connection => RunRows.List(connection, limit));

    public Task<long> ReplayAsync(Func<ApiKind, string, ReadOnlyMemory<byte>, MappedAnswer> map, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => RawRows.Replay(connection, answers, map), cancellationToken);

    public string? UserOf(string account) => database.Read(connection => PlayRows.UserOf(connection, account));

    public IReadOnlyList<string> DuePlaylists(string account, DateTimeOffset refreshedBefore) =>
        database.Read(connection => AccountReads.DuePlaylists(connection, account, StoredTime.Text(refreshedBefore)));

    public bool HasQueuedPlaylists(DateTimeOffset refreshedBefore) => database.Read(connection => AccountReads.HasQueuedPlaylists(connection, StoredTime.Text(refreshedBefore)));

    public IReadOnlyList<string> DueUsers(string account, DateTimeOffset readBefore) =>
        database.Read(connection => AccountReads.DueUsers(connection, account, StoredTime.Text(readBefore)));

    public IReadOnlyList<string> TracksWithoutFeatures(string after, int limit) => database.Read(connection => AccountReads.TracksWithoutFeatures(connection, after, limit));

    public Task SaveFeaturesAsync(IReadOnlyCollection<(string TrackId, string Json)> features, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => AccountReads.SaveFeatures(connection, features), cancellationToken);

    public IReadOnlyList<KnownArtist> FindArtists(IReadOnlyList<ArtistToEnrich> artists) =>
        database.Read(connection => artists.Select(artist => KnownArtists.Find(connection, artist, Now)).ToList());

    public Task RequestAsync(IReadOnlyCollection<EnrichmentRequest> requests, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => EnrichmentReads.Request(connection, requests, Now), cancellationToken);

    public IReadOnlyList<PendingRequest> ListPending(EntityKind kind, int limit) => database.Read(connection => EnrichmentReads.ListPending(connection, kind, limit, Now));

    public Task<int> SettleAsync(CancellationToken cancellationToken) => database.WriteAsync(EnrichmentReads.Settle, cancellationToken);

    public IReadOnlyList<EnrichmentTarget> ArtistsOf(string trackId) => database.Read(connection => EnrichmentReads.ArtistsOf(connection, trackId));

    public Task ResolveAsync(string name, string artistId, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => EnrichmentReads.Resolve(connection, name, artistId), cancellationToken);

    public IReadOnlyList<UnpublishedPlay> ListPlays(int limit) => database.Read(connection => OutboxRows.Plays(connection, limit));

    public IReadOnlyList<EnrichedArtist> ListArtists(int limit) => database.Read(connection => OutboxRows.Artists(connection, OutboxList.Artists, limit));

    public IReadOnlyList<EnrichedTrack> ListTracks(int limit) => database.Read(connection => OutboxRows.Tracks(connection, limit));

    public IReadOnlyList<EnrichedArtist> ListUnwritten() => database.Read(connection => OutboxRows.Artists(connection, OutboxList.ArtistFile, int.MaxValue));

    public Task WriteAgainAsync(IReadOnlyCollection<string> artists, CancellationToken cancellationToken) => artists.Count == 0
        ? Task.CompletedTask
        : database.WriteAsync(connection => OutboxRows.WriteAgain(connection, artists), cancellationToken);

    public Task RemoveAsync(OutboxList list, IReadOnlyCollection<(string Key, string Revision)> items, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => OutboxRows.Remove(connection, list, items), cancellationToken);

    public void Dispose() => database.Dispose();
}
