using Microsoft.Extensions.Options;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Jobs;

/// <summary>
/// Refreshes the account's playlists, and those that plays came from, with their items. A playlist that was refreshed in the last 7 days is
/// skipped, so a run that was cut short goes on where it was.
/// </summary>
internal sealed class PlaylistJob(JobRunner runner, IAccountRows accounts, Capabilities capabilities, IOptions<SpotifyApiEnricherOptions> options, TimeProvider time)
{
    public const string Name = "playlists";

    /// <summary>Pages of the longest list that is read; Spotify's longest playlist has 11,000 items.</summary>
    private const int MaxPages = 400;

    /// <param name="onlyQueued">Only playlists that plays came from, without reading the account's list.</param>
    public Task<JobResult> RunAsync(string account, bool onlyQueued, CancellationToken cancellationToken) => runner.RunAsync(
        Name, account,
        async run =>
        {
            if (!onlyQueued)
                await ListAsync(run, account, cancellationToken).ConfigureAwait(false);
            var (gone, closed) = (0, 0);
            foreach (var id in accounts.DuePlaylists(account, time.GetUtcNow() - options.Value.PlaylistRefresh))
            {
                var state = await RefreshAsync(run, account, id, cancellationToken).ConfigureAwait(false);
                gone += state == PlaylistState.Gone ? 1 : 0;
                closed += state == PlaylistState.ItemsRefused ? 1 : 0;
            }

            if (gone > 0)
                run.Notes.Add($"{gone} playlists are not found: deleted, private, or made by Spotify, whose playlists applications no longer get.");
            if (closed > 0)
                run.Notes.Add($"{closed} playlists of others came without items, which the Web API gives since 2026 to owners and collaborators alone.");
        },
        cancellationToken);

    private static async Task ListAsync(JobRun run, string account, CancellationToken cancellationToken)
    {
        var offset = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var rows = await run.RequireAsync(ApiCall.MyPlaylists(account, offset), cancellationToken).ConfigureAwait(false);
            offset += rows.Fetched;
            if (!rows.HasNext || rows.Fetched == 0)
                return;
        }
    }

    private async Task<PlaylistState> RefreshAsync(JobRun run, string account, string id, CancellationToken cancellationToken)
    {
        var (answer, rows) = await run.GetAsync(ApiCall.Playlist(account, id), cancellationToken).ConfigureAwait(false);
        if (answer.IsRefused)
            return PlaylistState.Gone;
        var offset = rows.Page?.Items.Count ?? 0;
        var isWhole = rows.Page is { IsLast: true };
        for (var page = 0; page < MaxPages && !isWhole; page++)
        {
            if (await PageAsync(run, account, id, offset, cancellationToken).ConfigureAwait(false) is not { } next)
                return PlaylistState.ItemsRefused;
            offset += next.Items.Count;
            isWhole = next.IsLast || next.Items.Count == 0;
        }

        return PlaylistState.Refreshed;
    }

    /// <summary>A page by the path of today, or by the older one where that is missing; null where items are refused.</summary>
    private async Task<MappedPage?> PageAsync(JobRun run, string account, string id, int offset, CancellationToken cancellationToken)
    {
        if (capabilities.IsAvailable(Capability.PlaylistItems))
        {
            var (answer, rows) = await run.GetAsync(ApiCall.PlaylistItems(account, id, offset, itemsPath: true), cancellationToken).ConfigureAwait(false);
            if (answer.Status != System.Net.HttpStatusCode.NotFound)
                return rows.Page;
            await capabilities.RefusedAsync(Capability.PlaylistItems, answer, cancellationToken).ConfigureAwait(false);
        }

        return (await run.GetAsync(ApiCall.PlaylistItems(account, id, offset, itemsPath: false), cancellationToken).ConfigureAwait(false)).Rows.Page;
    }

    private enum PlaylistState
    {
        Refreshed,
        ItemsRefused,
        Gone,
    }
}
