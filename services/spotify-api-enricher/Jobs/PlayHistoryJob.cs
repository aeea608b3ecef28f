using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Jobs;

/// <summary>Takes the plays since the last run. The Web API keeps 50, so more plays between two runs are lost; the run says so.</summary>
internal sealed class PlayHistoryJob(JobRunner runner, IAccountRows accounts, FeatureFill features)
{
    public const string Name = "play_history";

    public Task<JobResult> RunAsync(string account, CancellationToken cancellationToken) => runner.RunAsync(
        Name, account,
        async run =>
        {
            if (accounts.UserOf(account) is null)
                await run.RequireAsync(ApiCall.Me(account), cancellationToken).ConfigureAwait(false);
            await run.RequireAsync(ApiCall.RecentlyPlayed(account), cancellationToken).ConfigureAwait(false);
            if (run.Gap)
                run.Notes.Add("The answer begins after the last known play: plays between may be lost. Run the job more often, such as every 20 minutes.");
            await features.RunAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);
}
