using SpotifyPlatform.EventBus;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Jobs;

/// <summary>Runs a job and records how it ended. A quota that is used up defers it; no failure is stored as a fact.</summary>
internal sealed class JobRunner(SpotifyApi api, IIngestStore store, SpotifyApiEnricherMetrics metrics, TimeProvider time, ILogger<JobRunner> logger)
{
    /// <param name="account">Empty for a job without one.</param>
    public async Task<JobResult> RunAsync(string job, string account, Func<JobRun, Task> work, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var run = new JobRun(api, store, await store.BeginAsync(job, account, cancellationToken).ConfigureAwait(false));
        var (outcome, detail, failure) = await WorkAsync(run, work).ConfigureAwait(false);
        await store.EndAsync(run.Started, outcome, detail, cancellationToken).ConfigureAwait(false);
        metrics.Ran(job, outcome, time.GetElapsedTime(start));
        var result = new JobResult(job, account, outcome, detail, run.Requests, run.Fetched, run.Inserted, run.Updated, run.Gap, failure);
        if (outcome == RunOutcomeKind.Failed)
            Log.JobFailed(logger, job, account, detail);
        else
            Log.JobEnded(logger, job, account, outcome, run.Requests, run.Fetched, run.Inserted, detail);
        if (run.Gap)
            Log.GapFound(logger, account);
        return result;
    }

    private static async Task<(RunOutcomeKind, string, Exception?)> WorkAsync(JobRun run, Func<JobRun, Task> work)
    {
        try
        {
            await work(run).ConfigureAwait(false);
            return (RunOutcomeKind.Done, string.Join(" ", run.Notes), null);
        }
        catch (QuotaExhaustedException ex)
        {
            return (RunOutcomeKind.Deferred, ex.Message, ex);
        }
        catch (Exception ex) when (ex is SpotifyAuthenticationException or TransientFaultException or ApiEndpointRefusedException or InvalidDataException)
        {
            return (RunOutcomeKind.Failed, ex.Message, ex);
        }
    }
}

/// <summary>A run of a job: asks, keeps the raw answer and stores its rows.</summary>
internal sealed class JobRun(SpotifyApi api, IIngestStore store, StartedRun started)
{
    public StartedRun Started { get; } = started;

    /// <summary>What the person who runs the job should know, one sentence each.</summary>
    public List<string> Notes { get; } = [];

    public int Requests { get; private set; }

    public int Fetched { get; private set; }

    public int Inserted { get; private set; }

    public int Updated { get; private set; }

    public bool Gap { get; private set; }

    public async Task<(ApiAnswer Answer, MappedAnswer Rows)> GetAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(call, cancellationToken).ConfigureAwait(false);
        var rows = answer.IsSuccess ? AnswerMapper.Map(call.Kind, call.Subject, answer.Body) : new MappedAnswer();
        var counts = await store.ApplyAsync(Started, answer, rows, cancellationToken).ConfigureAwait(false);
        Requests++;
        Fetched += rows.Fetched;
        Inserted += counts.Inserted;
        Updated += counts.Updated;
        Gap |= counts.Gap;
        return (answer, rows);
    }

    /// <summary>As <see cref="GetAsync"/>, for what a job cannot do without.</summary>
    /// <exception cref="ApiEndpointRefusedException">The application or the account may not ask for it.</exception>
    public async Task<MappedAnswer> RequireAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var (answer, rows) = await GetAsync(call, cancellationToken).ConfigureAwait(false);
        return answer.IsRefused ? throw new ApiEndpointRefusedException(call, (int)answer.Status) : rows;
    }
}

/// <summary>How a run ended.</summary>
/// <param name="Failure">Why it was deferred or failed; null where it is done.</param>
internal sealed record JobResult(
    string Job, string Account, RunOutcomeKind Outcome, string Detail, int Requests, int Fetched, int Inserted, int Updated, bool Gap, Exception? Failure);

/// <summary>The Web API refuses an endpoint that a job needs.</summary>
internal sealed class ApiEndpointRefusedException(ApiCall call, int status) : Exception(
    $"GET /{call.Path.Split('?')[0]} is refused ({status}). The account has not granted it, or the application may not use it: log in again with platform spotify login, and check the application at https://developer.spotify.com/dashboard.");
