using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Store;

/// <summary>Runs of jobs, raw answers and the rows that are mapped from them.</summary>
internal interface IIngestStore
{
    /// <summary>Begins a run. A run of the job for the account that was killed becomes <c>interrupted</c>.</summary>
    /// <param name="account">Empty for a job without one.</param>
    /// <returns>The run, with the cursor that the last one left.</returns>
    Task<StartedRun> BeginAsync(string job, string account, CancellationToken cancellationToken);

    /// <summary>Keeps the raw answer, maps it and moves the cursor, all in one transaction: a kill leaves all of it or nothing.</summary>
    Task<AppliedCounts> ApplyAsync(StartedRun run, ApiAnswer answer, MappedAnswer mapped, CancellationToken cancellationToken);

    Task EndAsync(StartedRun run, RunOutcomeKind outcome, string detail, CancellationToken cancellationToken);

    /// <summary>The last runs, the newest first.</summary>
    IReadOnlyList<IngestRun> ListRuns(int limit);

    /// <summary>Empties the mapped tables and maps every raw answer again, in one transaction.</summary>
    /// <returns>Raw answers.</returns>
    Task<long> ReplayAsync(Func<ApiKind, string, ReadOnlyMemory<byte>, MappedAnswer> map, CancellationToken cancellationToken);
}

/// <param name="CursorMs">Unix milliseconds of the newest play that is stored; null before the first run.</param>
internal sealed record StartedRun(long Id, string Job, string Account, long? CursorMs);

/// <param name="Inserted">New plays, playlists, items, users or enriched entities.</param>
/// <param name="Updated">Those that were known.</param>
/// <param name="Gap">Plays before the oldest of the answer may be lost.</param>
internal readonly record struct AppliedCounts(int Inserted, int Updated, bool Gap);

/// <summary>Stored by name, in lower case.</summary>
internal enum RunOutcomeKind
{
    Running,
    Done,

    /// <summary>The quota is used up; the next run goes on.</summary>
    Deferred,

    /// <summary>Something did not answer, or refused; the detail says what.</summary>
    Failed,

    /// <summary>The process was killed.</summary>
    Interrupted,
}

/// <summary>A row of <c>ingest_runs</c>.</summary>
internal sealed record IngestRun(
    long Id, string Job, string Account, string StartedAt, string? EndedAt, string? WindowFrom, string? WindowTo, long Requests, long Fetched, long Inserted, long Updated,
    long Malformed, bool Gap, string Outcome, string Detail, long? CursorBefore, long? CursorAfter);
