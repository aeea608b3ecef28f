namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>
/// Runs jobs under ids that are numbered by attempt. A job that failed has used up its id and has written nothing, so the next attempt has another; whoever
/// repeats the work finds the attempts that were made.
/// </summary>
internal sealed class ScriptRunner(BigQueryClient client, TimeProvider time)
{
    private const int MaxAttempts = 8;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script once.</summary>
    /// <param name="name">Of the work: the same name is the same script.</param>
    public Task RunAsync(string name, string sql, CancellationToken cancellationToken) => RunAsync(
        name, id => client.CreateQueryJobAsync(sql, null, new QueryOptions { JobId = id }, cancellationToken), cancellationToken);

    /// <summary>The job that succeeded, of this process or of an earlier one.</summary>
    /// <param name="start">Starts the job of an id, or finds it.</param>
    /// <exception cref="BigQueryException">It failed for good.</exception>
    public async Task<BigQueryJob> RunAsync(string name, Func<string, Task<BigQueryJob>> start, CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromSeconds(1);
        for (var attempt = 1; ; attempt++)
        {
            var (id, isNew) = ($"{name}_a{attempt}", false);
            // Looked for first, so that nothing is sent twice.
            if (await client.FindJobAsync(id, cancellationToken).ConfigureAwait(false) is not { } job)
                (job, isNew) = (await start(id).ConfigureAwait(false), true);
            job = await job.PollUntilCompletedAsync(cancellationToken).ConfigureAwait(false);
            if (job.Error is not { } error)
                return job;
            if (isNew && (!error.IsTransient || attempt >= MaxAttempts))
                throw error;
            if (!isNew)
                continue;
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
        }
    }
}
