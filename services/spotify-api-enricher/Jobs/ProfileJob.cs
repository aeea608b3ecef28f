using Microsoft.Extensions.Options;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Jobs;

/// <summary>Reads the account's profile, and its relationships to users: owners of its playlists, and those it follows. Endpoints that the application no longer has are named.</summary>
internal sealed class ProfileJob(JobRunner runner, IAccountRows accounts, Capabilities capabilities, IOptions<SpotifyApiEnricherOptions> options, TimeProvider time)
{
    public const string Name = "profile";

    public Task<JobResult> RunAsync(string account, CancellationToken cancellationToken) => runner.RunAsync(
        Name, account,
        async run =>
        {
            await run.RequireAsync(ApiCall.Me(account), cancellationToken).ConfigureAwait(false);
            await TryAsync(run, Capability.FollowedUsers, ApiCall.FollowedUsers(account), cancellationToken).ConfigureAwait(false);
            foreach (var user in accounts.DueUsers(account, time.GetUtcNow() - options.Value.PlaylistRefresh))
                if (!await TryAsync(run, Capability.UserProfile, ApiCall.User(account, user), cancellationToken).ConfigureAwait(false))
                    break;
            foreach (var capability in new[] { Capability.FollowedUsers, Capability.UserProfile })
                if (!capabilities.IsAvailable(capability))
                    run.Notes.Add($"This application no longer has {Capabilities.Describe(capability)}.");
        },
        cancellationToken);

    /// <returns>False where the application does not have the endpoint.</returns>
    private async Task<bool> TryAsync(JobRun run, Capability capability, ApiCall call, CancellationToken cancellationToken)
    {
        if (!capabilities.IsAvailable(capability))
            return false;
        var (answer, _) = await run.GetAsync(call, cancellationToken).ConfigureAwait(false);
        // 404 for one user says that the user is gone; the endpoint itself is refused with 403.
        if (!answer.IsRefused || (capability == Capability.UserProfile && answer.Status == System.Net.HttpStatusCode.NotFound))
            return true;
        await capabilities.RefusedAsync(capability, answer, cancellationToken).ConfigureAwait(false);
        return false;
    }
}
