using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher;

internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Warning, "The Web API is not asked before {Until:yyyy-MM-dd HH:mm:ss} UTC: {Reason}, and {Delay}.")]
    public static partial void Deferred(ILogger logger, DateTimeOffset until, string reason, string delay);

    [LoggerMessage(9002, LogLevel.Information, "Job {Job} of account '{Account}' ended as {Outcome}: {Requests} requests, {Fetched} items, {Inserted} new. {Detail}")]
    public static partial void JobEnded(ILogger logger, string job, string account, RunOutcomeKind outcome, int requests, int fetched, int inserted, string detail);

    [LoggerMessage(9003, LogLevel.Warning, "Job {Job} of account '{Account}' failed; its next run tries again. {Detail}")]
    public static partial void JobFailed(ILogger logger, string job, string account, string detail);

    [LoggerMessage(9004, LogLevel.Warning, "Plays of account '{Account}' may be lost: more than the Web API keeps were played since the last run. Set SpotifyApiEnricher:PlayHistorySchedule to */20 * * * *.")]
    public static partial void GapFound(ILogger logger, string account);

    [LoggerMessage(9005, LogLevel.Information, "The Web API is not asked, because SPOTIFY_CLIENT_ID is set neither in the environment nor in .env.local or .env.")]
    public static partial void Disabled(ILogger logger);

    [LoggerMessage(9006, LogLevel.Error, "Requested enrichment failed and stops the process.")]
    public static partial void WorkerFailed(ILogger logger, Exception exception);

    [LoggerMessage(9007, LogLevel.Warning, "Requested enrichment is delayed; it goes on with the next look at its queue.")]
    public static partial void WorkerDelayed(ILogger logger, Exception exception);
}
